package read

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// arguments reads a field's arguments, if it has any, and sees to it that none that it must have is missing.
func (s *scan) arguments(f *ast.Field) bool {
	if s.space(); s.take('(') {
		for s.space(); !s.see(')'); s.space() {
			given, ok := s.argument(f)
			if !ok {
				return false
			}
			f.Arguments = append(f.Arguments, given)
		}
		if !s.take(')') || len(f.Arguments) == 0 {
			return false
		}
	}
	for _, definition := range f.Definition.Arguments {
		if definition.Type.NonNull && definition.DefaultValue == nil && f.Arguments.ForName(definition.Name) == nil {
			return false
		}
	}
	return true
}

func (s *scan) argument(f *ast.Field) (*ast.Argument, bool) {
	start := s.at
	name, ok := s.name()
	if !ok || f.Arguments.ForName(name) != nil {
		return nil, false
	}
	definition := f.Definition.Arguments.ForName(name)
	if definition == nil {
		return nil, false
	}
	given := &ast.Argument{Name: name, Position: s.place(start, s.at)}
	given.Value, ok = s.after(definition.Type, definition.DefaultValue)
	return given, ok
}

// after reads the colon and the value after a name.
func (s *scan) after(of *ast.Type, preset *ast.Value) (*ast.Value, bool) {
	if s.space(); !s.take(':') {
		return nil, false
	}
	s.space()
	v, ok := s.value(of, s.schema.Types[of.Name()])
	if ok {
		v.ExpectedTypeHasDefault = preset != nil && preset.Kind != ast.NullValue
	}
	return v, ok
}

// value reads a value of a type: a list knows the definition of what is in it.
func (s *scan) value(of *ast.Type, definition *ast.Definition) (*ast.Value, bool) {
	if s.at == len(s.text) || definition == nil {
		return nil, false
	}
	v := &ast.Value{ExpectedType: of, Definition: definition}
	c, ok := s.text[s.at], false
	switch {
	case c == '[':
		v.Kind, v.Position = ast.ListValue, s.place(s.at, s.at+1)
		ok = of.Elem != nil && s.list(v)
	case c == '{':
		v.Kind, v.Position = ast.ObjectValue, s.place(s.at, s.at+1)
		ok = of.Elem == nil && definition.Kind == ast.InputObject && len(definition.Directives) == 0 && s.object(v)
	case c == '"':
		ok = s.quoted(v) && (definition.Name == "String" || definition.Name == "ID")
	case c == '-' || isDigit(c):
		ok = s.number(v) && (definition.Name == "Int" || definition.Name == "Float" || definition.Name == "ID")
	default:
		ok = s.word(v)
	}
	return v, ok
}

func (s *scan) list(v *ast.Value) bool {
	s.take('[')
	for s.space(); !s.see(']'); s.space() {
		item, ok := s.value(v.ExpectedType.Elem, v.Definition)
		if !ok {
			return false
		}
		v.Children = append(v.Children, &ast.ChildValue{Value: item})
	}
	return s.take(']')
}

func (s *scan) object(v *ast.Value) bool {
	s.take('{')
	for s.space(); !s.see('}'); s.space() {
		start := s.at
		name, ok := s.name()
		definition := v.Definition.Fields.ForName(name)
		if !ok || definition == nil || v.Children.ForName(name) != nil {
			return false
		}
		child := &ast.ChildValue{Name: name, Position: s.place(start, s.at)}
		if child.Value, ok = s.after(definition.Type, definition.DefaultValue); !ok {
			return false
		}
		v.Children = append(v.Children, child)
	}
	for _, definition := range v.Definition.Fields {
		if definition.Type.NonNull && definition.DefaultValue == nil && v.Children.ForName(definition.Name) == nil {
			return false
		}
	}
	return s.take('}')
}

// quoted reads a text without escapes. gqlparser counts its column from after the quote.
func (s *scan) quoted(v *ast.Value) bool {
	start := s.at
	for s.at++; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '"':
			if s.at++; s.at == start+2 && s.see('"') {
				return false // a block
			}
			s.tokensSeen++
			v.Kind, v.Raw, v.Position = ast.StringValue, s.text[start+1:s.at-1], s.place(start, s.at)
			v.Position.Column++
			return true
		case c < ' ' || c == '\\' || c > '~':
			return false
		}
	}
	return false
}

// number reads a whole number.
func (s *scan) number(v *ast.Value) bool {
	start := s.at
	for s.at++; s.at < len(s.text) && isDigit(s.text[s.at]); s.at++ {
	}
	raw := s.text[start:s.at]
	if s.at < len(s.text) && (isNamed(s.text[s.at]) || s.text[s.at] == '.') || len(raw) > 1 && raw[0] == '0' || len(raw) > 2 && raw[:2] == "-0" {
		return false
	}
	s.tokensSeen++
	_, err := strconv.ParseInt(raw, 10, 64)
	v.Kind, v.Raw, v.Position = ast.IntValue, raw, s.place(start, s.at)
	return err == nil
}

// word reads a truth value or a value of an enum.
func (s *scan) word(v *ast.Value) bool {
	start := s.at
	name, ok := s.name()
	v.Raw, v.Position = name, s.place(start, s.at)
	switch name {
	case "null":
		return false
	case "true", "false":
		v.Kind = ast.BooleanValue
		return v.Definition.Name == "Boolean"
	default:
		v.Kind = ast.EnumValue
		return ok && v.Definition.Kind == ast.Enum && v.Definition.EnumValues.ForName(name) != nil
	}
}
