package graph

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// beginsVariables is how a text ends at which an operation's variables begin.
var beginsVariables = regexp.MustCompile(`\b(query|mutation|subscription)\s*\w*\s*\(\s*$`)

// misread says of a text that cannot be read what Magento's library says (GraphQL\Language\Lexer, Parser::many).
func misread(errs gqlerror.List, text string) gqlerror.List {
	if len(errs) == 0 || errs[0].Extensions["code"] != errcode.ParseFailed || len(errs[0].Locations) == 0 {
		return errs
	}
	err := *errs[0]
	before, after := splitAt(text, err.Locations[0])
	if found, ok := strings.CutPrefix(err.Message, "expected at least one definition, found "); ok {
		wanted := "Name"
		if beginsVariables.MatchString(before) {
			wanted = "$"
		}
		err.Message = fmt.Sprintf("Expected %s, found %s", wanted, found)
	} else if strings.Contains(err.Message, "<Invalid>") {
		err.Message = invalid(before, after)
	}
	return gqlerror.List{&err}
}

// invalid is about the first character that no token can have.
func invalid(before, after string) string {
	found := []rune(after)
	switch {
	case len(found) == 0 || found[0] == '\n' || found[0] == '\r':
		return "Unterminated string."
	case strings.HasSuffix(before, `\`):
		return `Invalid character escape sequence: \` + string(found[0])
	case found[0] >= '0' && found[0] <= '9':
		return "Invalid number, unexpected digit after 0: " + shown(found[0])
	case found[0] == '\'':
		return `Unexpected single quote character ('), did you mean to use a double quote (")?`
	default:
		return "Cannot parse the unexpected character " + shown(found[0]) + "."
	}
}

func shown(r rune) string {
	if r < 0x7f {
		return strconv.Quote(string(r))
	}
	return fmt.Sprintf(`"\u%x"`, r)
}

// splitAt splits a text at a place, which counts characters.
func splitAt(text string, at gqlerror.Location) (before, after string) {
	lines := strings.SplitAfter(text, "\n")
	if at.Line < 1 || at.Line > len(lines) {
		return text, ""
	}
	line := []rune(lines[at.Line-1])
	column := min(max(at.Column-1, 0), len(line))
	return strings.Join(lines[:at.Line-1], "") + string(line[:column]), string(line[column:]) + strings.Join(lines[at.Line:], "")
}
