package graph

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// variableErrors says what is wrong with the values of an operation's variables, worded and placed as Magento's GraphQL
// library does (webonyx: Executor\Values, Utils\Value). It is empty when nothing is wrong by its rules.
func variableErrors(schema *ast.Schema, operation *ast.OperationDefinition, values map[string]any) gqlerror.List {
	var errs gqlerror.List
	for _, def := range operation.VariableDefinitions {
		value, given := values[def.Variable]
		at := []gqlerror.Location{{Line: def.Position.Line, Column: def.Position.Column}}
		switch {
		case !given && def.DefaultValue != nil:
		case (!given || value == nil) && def.Type.NonNull:
			message := fmt.Sprintf(`Variable "$%s" of required type "%s" was not provided.`, def.Variable, def.Type)
			if given {
				message = fmt.Sprintf(`Variable "$%s" of non-null type "%s" must not be null.`, def.Variable, def.Type)
			}
			errs = append(errs, &gqlerror.Error{Message: message, Locations: at})
		case given && value != nil:
			c := coercion{schema: schema}
			c.value(def.Type, value, "")
			for _, fault := range c.faults {
				where := ""
				if fault.path != "" {
					where = fmt.Sprintf(` at "%s%s"`, def.Variable, fault.path)
				}
				errs = append(errs, &gqlerror.Error{Locations: at, Message: fmt.Sprintf(`Variable "$%s" got invalid value %s%s; %s`,
					def.Variable, printed(fault.value), where, fault.message)})
			}
		}
	}
	return errs
}

// unlisted gives back values of variables that stand for lists of themselves: gqlparser has put each into a list of the value's own type,
// which nobody else takes for one.
func unlisted(values map[string]any) {
	for name, value := range values {
		values[name] = alone(value)
	}
}

func alone(value any) any {
	switch v := value.(type) {
	case map[string]any:
		unlisted(v)
	case []any:
		for i := range v {
			v[i] = alone(v[i])
		}
	default:
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice && list.Len() == 1 {
			return alone(list.Index(0).Interface())
		}
	}
	return value
}

// asRead changes values to what PHP and Magento's library read them as, where ours does not: an empty list to an object without fields,
// which are the same to PHP, and a number that is written as a fraction, such as 2.0, to an integer. It says whether there were any.
func asRead(schema *ast.Schema, operation *ast.OperationDefinition, values map[string]any) bool {
	r := reading{schema: schema}
	for _, def := range operation.VariableDefinitions {
		if value, given := values[def.Variable]; given {
			values[def.Variable] = r.value(def.Type, value)
		}
	}
	return r.changed
}

type reading struct {
	schema  *ast.Schema
	changed bool
}

func (r *reading) value(t *ast.Type, value any) any {
	def := r.schema.Types[t.Name()]
	switch v := value.(type) {
	case json.Number:
		f, err := v.Float64()
		if whole := json.Number(strconv.FormatFloat(f, 'f', 0, 64)); err == nil && t.Name() == "Int" && f == math.Trunc(f) && whole != v {
			r.changed = true
			return whole
		}
	case []any:
		if len(v) == 0 && t.Elem == nil && def != nil && def.Kind == ast.InputObject {
			r.changed = true
			return map[string]any{}
		}
		for i := 0; i < len(v) && t.Elem != nil; i++ {
			v[i] = r.value(t.Elem, v[i])
		}
	case map[string]any:
		for name := range v {
			if def == nil {
				break
			}
			if field := def.Fields.ForName(name); field != nil {
				v[name] = r.value(field.Type, v[name])
			}
		}
	}
	return value
}

type fault struct {
	message string
	path    string
	value   any
}

type coercion struct {
	schema *ast.Schema
	faults []fault
}

func (c *coercion) fail(path string, value any, format string, args ...any) {
	c.faults = append(c.faults, fault{fmt.Sprintf(format, args...), path, value})
}

func (c *coercion) value(t *ast.Type, value any, path string) {
	switch {
	case value == nil && t.NonNull:
		c.fail(path, value, `Expected non-nullable type "%s" not to be null.`, t)
	case value == nil:
	case t.Elem != nil:
		list, ok := value.([]any)
		if !ok { // one value stands for a list of it
			c.value(t.Elem, value, "")
			return
		}
		for i, v := range list {
			c.value(t.Elem, v, path+"["+strconv.Itoa(i)+"]")
		}
	default:
		def := c.schema.Types[t.NamedType]
		switch {
		case def == nil:
		case def.Kind == ast.InputObject:
			c.object(def, value, path)
		case def.Kind == ast.Enum:
			c.enum(def, value, path)
		default:
			c.scalar(def.Name, value, path)
		}
	}
}

func (c *coercion) object(def *ast.Definition, value any, path string) {
	fields, ok := value.(map[string]any)
	if list, isList := value.([]any); isList { // fields that are called by their numbers, to PHP
		fields, ok = make(map[string]any, len(list)), true
		for i, v := range list {
			fields[strconv.Itoa(i)] = v
		}
	}
	if !ok {
		c.fail(path, value, `Expected type "%s" to be an object.`, def.Name)
		return
	}
	for _, field := range def.Fields {
		v, given := fields[field.Name]
		switch {
		case given:
			c.value(field.Type, v, path+"."+field.Name)
		case field.Type.NonNull && field.DefaultValue == nil:
			c.fail(path, value, `Field "%s" of required type "%s" was not provided.`, field.Name, field.Type)
		}
	}
	var unknown []string
	for name := range fields {
		if def.Fields.ForName(name) == nil {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		c.fail(path, value, `Field "%s" is not defined by type "%s".`, name, def.Name)
	}
}

func (c *coercion) enum(def *ast.Definition, value any, path string) {
	name, ok := value.(string)
	if !ok {
		c.fail(path, value, `Enum "%s" cannot represent non-string value: %s.`, def.Name, printed(value))
		return
	}
	if def.EnumValues.ForName(name) == nil {
		c.fail(path, value, `Value "%s" does not exist in "%s" enum.`, name, def.Name)
	}
}

func (c *coercion) scalar(name string, value any, path string) {
	number, isNumber := value.(json.Number)
	_, isText := value.(string)
	_, isYesNo := value.(bool)
	switch {
	case name == "Int":
		f, err := strconv.ParseFloat(number.String(), 64)
		switch {
		case !isNumber || err != nil || f != math.Trunc(f):
			c.fail(path, value, `Int cannot represent non-integer value: %s`, printed(value))
		case f > math.MaxInt32 || f < math.MinInt32:
			c.fail(path, value, `Int cannot represent non 32-bit signed integer value: %s`, printed(value))
		}
	case name == "Float" && !isNumber:
		c.fail(path, value, `Float cannot represent non numeric value: %s`, printed(value))
	case name == "Boolean" && !isYesNo:
		c.fail(path, value, `Boolean cannot represent a non boolean value: %s`, printed(value))
	case name == "String" && !isText:
		c.fail(path, value, `String cannot represent a non string value: %s`, printed(value))
	case name == "ID" && !isText && !isNumber:
		c.fail(path, value, `ID cannot represent a non-string and non-integer value: %s`, printed(value))
	}
}

// printed is a value as webonyx prints it: texts as they are, objects and lists as PHP's json_encode writes them.
func printed(value any) string {
	if text, ok := value.(string); ok {
		if text == "" {
			return "(empty string)"
		}
		return `"` + text + `"`
	}
	return phpJSON(value)
}

// phpJSON is what PHP's json_encode writes: in ASCII, and without a slash of its own.
func phpJSON(value any) string {
	var written strings.Builder
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	var b []byte
	for _, r := range strings.TrimSuffix(written.String(), "\n") {
		switch {
		case r == '/':
			b = append(b, `\/`...)
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		default:
			for _, unit := range utf16.AppendRune(nil, r) {
				b = fmt.Appendf(b, `\u%04x`, unit)
			}
		}
	}
	return string(b)
}
