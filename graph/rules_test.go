package graph_test

import (
	"strings"
	"testing"
)

// Rules of validation are left out of documents in which they can find nothing: each of these has a fault that just one of
// them finds.
func TestEveryRuleOfValidationIsHeld(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for name, document := range map[string]string{
		"a field that is not there":                    `{storeConfig{nothing}}`,
		"a fragment on a scalar":                       `{storeConfig{...on String{code}}}`,
		"an unknown argument":                          `{storeConfig(a:1){code}}`,
		"an unknown directive":                         `{storeConfig @nothing {code}}`,
		"an unknown fragment":                          `{storeConfig{...F}}`,
		"an unknown type of a variable":                `query($a:Nothing){storeConfig{code @include(if:$a)}}`,
		"an unknown type of a fragment":                `{storeConfig{...on Nothing{code}}}`,
		"two operations without a name":                `{storeConfig{code}} {storeConfig{code}}`,
		"fragments in a circle":                        `{storeConfig{...F}} fragment F on StoreConfig{...G} fragment G on StoreConfig{...F}`,
		"an undefined variable":                        `{country(id:$id){id}}`,
		"an unused fragment":                           `{storeConfig{code}} fragment F on StoreConfig{code}`,
		"an unused variable":                           `query($a:Int){storeConfig{code}}`,
		"one key for two fields":                       `{storeConfig{a:code a:id}}`,
		"one key for two fields below one key":         `{storeConfig{code}a:country(id:"US"){b:id} a:country(id:"US"){b:full_name_locale}}`,
		"one key with two arguments":                   `{a:country(id:"US"){id} a:country(id:"DE"){id}}`,
		"one key in a fragment":                        `{storeConfig{a:code ...{a:id}}}`,
		"one key among very many":                      `{storeConfig{` + strings.Repeat("code ", 70) + `code:id}}`,
		"a fragment that cannot be":                    `{storeConfig{...on Country{id}}}`,
		"a required argument that is missing":          `{customAttributeMetadata{items{attribute_code}}}`,
		"nothing asked of an object":                   `{storeConfig}`,
		"something asked of a scalar":                  `{storeConfig{code{a}}}`,
		"an argument twice":                            `{country(id:"US",id:"DE"){id}}`,
		"a directive twice":                            `{storeConfig{code @skip(if:false) @skip(if:false)}}`,
		"a fragment twice":                             `{storeConfig{...F}} fragment F on StoreConfig{code} fragment F on StoreConfig{code}`,
		"an input field twice":                         `{products(filter:{sku:{eq:"a"},sku:{eq:"b"}}){total_count}}`,
		"an operation twice":                           `query A{storeConfig{code}} query A{storeConfig{code}}`,
		"a variable twice":                             `query($a:String,$a:String){country(id:$a){id}}`,
		"a value of another type":                      `{products(filter:{},pageSize:"a"){total_count}}`,
		"an enum value that is not there":              `{products(filter:{},sort:{name:UP}){total_count}}`,
		"a variable of an output type":                 `query($a:StoreConfig){storeConfig{code @include(if:$a)}}`,
		"a variable where its type does not fit":       `query($a:Int){country(id:$a){id}}`,
		"a question about the schema that is too deep": `{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}`,
	} {
		if got := w.ask(t, document, nil, ""); len(got.Errors) == 0 {
			t.Errorf("%s is answered: %s", name, got.Raw)
		}
	}
}
