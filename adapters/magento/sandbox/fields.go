package sandbox

import "strings"

// fieldTree is a parsed fields= parameter: the members to keep, each with the members to keep of it (nil: all).
type fieldTree map[string]fieldTree

// parseFields reads Magento's field filter, such as "items[id,sku,price[net]],total_count". An empty text filters nothing.
func parseFields(s string) fieldTree {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	tree, _ := parseFieldList(s)
	return tree
}

func parseFieldList(s string) (fieldTree, string) {
	tree := fieldTree{}
	for {
		end := strings.IndexAny(s, ",[]")
		if end < 0 {
			tree.add(s, nil)
			return tree, ""
		}
		name, stop, rest := s[:end], s[end], s[end+1:]
		switch stop {
		case ',':
			tree.add(name, nil)
		case ']':
			tree.add(name, nil)
			return tree, rest
		case '[':
			var sub fieldTree
			sub, rest = parseFieldList(rest)
			tree.add(name, sub)
		}
		s = rest
	}
}

func (t fieldTree) add(name string, sub fieldTree) {
	if name = strings.TrimSpace(name); name != "" {
		t[name] = sub
	}
}

// has says whether a member is kept, so that what is costly need not be made for nothing.
func (t fieldTree) has(name string) bool {
	_, ok := t[name]
	return ok || t == nil
}

// apply keeps the members that the filter names, in every element of a list. Names that do not exist are ignored, and an
// empty list whose members were named becomes null, as Magento\Framework\Webapi\Rest\Response\FieldsFilter was seen to do.
func (t fieldTree) apply(v any) any {
	if t == nil {
		return v
	}
	switch v := v.(type) {
	case object:
		kept := make(object, 0, len(t))
		for _, m := range v {
			sub, ok := t[m.key]
			if !ok {
				continue
			}
			value := m.value
			if l, isList := value.(list); isList && sub != nil && len(l) == 0 {
				value = nil
			}
			kept = append(kept, member{m.key, sub.apply(value)})
		}
		return kept
	case list:
		kept := make(list, len(v))
		for i, e := range v {
			kept[i] = t.apply(e)
		}
		return kept
	default:
		return v
	}
}
