package model

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// directive is one opening of what Magento\Framework\Filter\Template replaces, closing is what may end what follows it.
var (
	directive = regexp.MustCompile(`(?s)\{\{([A-Za-z]{1,10})(.*?)\}\}`)
	closing   = regexp.MustCompile(`\{\{/([A-Za-z]{1,10})\}\}`)
)

// filtered is a text of the shop's editor with its directives rendered, as Magento\Widget\Model\Template\FilterEmulate renders media, store
// and config. Other directives of Magento's take a template, a theme or a block of PHP to render, and are left out, as Magento leaves
// out a widget that it cannot make: a browser would show them raw, or ask for them as addresses. What is no directive stays.
func (v *View) filtered(text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	var out strings.Builder
	ends := closings(text)
	for from := 0; ; {
		at := directive.FindStringSubmatchIndex(text[from:])
		if at == nil {
			return out.String() + text[from:]
		}
		out.WriteString(text[from : from+at[0]])
		name, arguments := strings.ToLower(text[from+at[2]:from+at[3]]), text[from+at[4]:from+at[5]]
		begin, end := from+at[0], ends.after(name, from+at[1])
		switch name {
		case "media":
			out.WriteString(v.Store.BaseMediaURL + parametersOf(html.UnescapeString(arguments)).get("url"))
		case "store":
			out.WriteString(v.storeURL(parametersOf(arguments)))
		case "config":
			out.WriteString(v.configVariable(parametersOf(arguments).get("path")))
		case "block", "css", "customvar", "depend", "for", "if", "inlinecss", "layout", "protocol", "template", "trans", "var", "view", "widget":
		default:
			out.WriteString(text[begin:end])
		}
		from = end
	}
}

// ends are the places right after what closes directives, ascending, by the directive's name in small letters.
type ends map[string][]int

// closings finds all of a text at once: a description with many directives that nothing closes is read through once, not once for each.
func closings(text string) ends {
	found := ends{}
	for _, at := range closing.FindAllStringSubmatchIndex(text, -1) {
		name := strings.ToLower(text[at[2]:at[3]])
		found[name] = append(found[name], at[1])
	}
	return found
}

// after returns where a directive ends that was opened up to a place: there, unless it is closed later. What is between is the directive's.
func (e ends) after(name string, opened int) int {
	i, _ := slices.BinarySearch(e[name], opened+1)
	if i == len(e[name]) {
		return opened
	}
	return e[name][i]
}

// parameters are those of a directive, in the order in which they are written.
type parameters []struct{ name, value string }

func (p parameters) get(name string) string {
	for _, parameter := range slices.Backward(p) {
		if parameter.name == name {
			return parameter.value
		}
	}
	return ""
}

// parametersOf reads name="value" pairs as Magento\Framework\Filter\Template\Tokenizer\Parameter does: quotes may be left out, and a
// backslash takes what follows it as it is, and itself too unless another follows. A value that names a variable is empty.
func parametersOf(text string) parameters {
	var list parameters
	const blanks = " \t\n\r\v\x00"
	for {
		name, rest, ok := strings.Cut(text, "=")
		if !ok || rest == "" {
			return list
		}
		end := blanks
		if quote := rest[:1]; quote == `"` || quote == "'" {
			end, rest = quote, rest[1:]
		}
		var value strings.Builder
		i := 0
		for ; i < len(rest) && !strings.Contains(end, rest[i:i+1]); i++ {
			if rest[i] == '\\' && i+1 < len(rest) {
				if i++; rest[i] != '\\' {
					value.WriteByte('\\')
				}
			}
			value.WriteByte(rest[i])
		}
		parameter := struct{ name, value string }{strings.Join(strings.Fields(name), ""), value.String()}
		if strings.HasPrefix(parameter.value, "$") {
			parameter.value = ""
		}
		list = append(list, parameter)
		text = rest[min(i+1, len(rest)):]
	}
}

// storeURL is Magento\Framework\Url::getUrl: a path has a slash at its end, a direct address is as it is.
func (v *View) storeURL(p parameters) string {
	query := url.Values{}
	var pairs []string
	for _, parameter := range p {
		if name, ok := strings.CutPrefix(parameter.name, "_query_"); ok {
			query.Set(name, parameter.value)
		} else if !strings.HasPrefix(parameter.name, "_") && parameter.name != "url" && parameter.value != "" {
			pairs = append(pairs, parameter.name, parameter.value)
		}
	}
	address := v.Store.BaseLinkURL
	if direct := p.get("direct_url"); direct != "" {
		address += direct
	} else if path := strings.Trim(p.get("url"), "/"); path != "" {
		pieces := strings.Split(path, "/")
		for len(pairs) > 0 && len(pieces) < 3 {
			pieces = append(pieces, "index")
		}
		address += strings.Join(append(pieces, pairs...), "/") + "/"
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// configVariable is a setting that texts may show (Magento\Variable\Model\Config\Structure\AvailableVariables), but for senders of
// e-mail, which documents do not hold. Countries and regions are told by name.
func (v *View) configVariable(path string) string {
	switch path {
	case "web/unsecure/base_url":
		return v.Store.BaseURL
	case "web/secure/base_url":
		return v.Store.SecureBaseURL
	}
	if !strings.HasPrefix(path, "general/store_information/") {
		return ""
	}
	value := v.setting(path, "")
	country := v.setting("general/store_information/country_id", "")
	i := slices.IndexFunc(v.Store.Countries, func(c pos.Country) bool { return c.ID == country })
	if i < 0 {
		return value
	}
	switch path {
	case "general/store_information/country_id":
		return v.Store.Countries[i].Name
	case "general/store_information/region_id":
		for _, r := range v.Store.Countries[i].Regions {
			if id := number(value); id != nil && *id == r.ID {
				return r.Name
			}
		}
	}
	return value
}

// entity is what stands for a character of HTML already.
var entity = regexp.MustCompile(`^&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);`)

// escapedHTML is Magento\Framework\Escaper::escapeHtml: what is escaped already stays so.
func escapedHTML(text string) string {
	var out strings.Builder
	for i := range len(text) {
		switch c := text[i]; c {
		case '<':
			out.WriteString("&lt;")
		case '>':
			out.WriteString("&gt;")
		case '"':
			out.WriteString("&quot;")
		case '\'':
			out.WriteString("&#039;")
		case '&':
			if entity.MatchString(text[i:]) {
				out.WriteByte('&')
			} else {
				out.WriteString("&amp;")
			}
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// withLineBreaks is PHP's nl2br.
func withLineBreaks(text string) string {
	return strings.NewReplacer("\r\n", "<br />\r\n", "\n\r", "<br />\n\r", "\n", "<br />\n", "\r", "<br />\r").Replace(text)
}
