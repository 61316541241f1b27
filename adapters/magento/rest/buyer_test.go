package rest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestMakeBuyer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		// here and elsewhere are what the searches in the website and in all websites find.
		here, elsewhere string
		id              int64
		kind            pos.Kind
	}{
		"who is taken down in the website meanwhile is the buyer":                {customerRow(7, 1), customerRow(5, 2), 7, ""},
		"who is another website's is the buyer, where websites share customers":  {"", customerRow(5, 2), 5, ""},
		"who has the address and cannot be found is left to the one who asks it": {"", "", 0, pos.KindConflict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stores := replay(t, "001", "002", "003", "004", "007", "095")
			client, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch query := r.URL.RawQuery; {
				case r.Method == http.MethodPost:
					recorded(t, "202").write(w)
				case strings.HasSuffix(r.URL.Path, "/customers/search") && strings.Contains(query, "field%5D=website_id"):
					jsonAnswer(200, `{"items":[`+c.here+`]}`).ServeHTTP(w, r)
				case strings.HasSuffix(r.URL.Path, "/customers/search"):
					jsonAnswer(200, `{"items":[`+c.elsewhere+`]}`).ServeHTTP(w, r)
				case strings.HasSuffix(r.URL.Path, "/directory/countries"):
					jsonAnswer(200, `[]`).ServeHTTP(w, r)
				case strings.Contains(r.URL.Path, "/tax") || strings.Contains(r.URL.Path, "/pickup-locations") || strings.HasSuffix(r.URL.Path, "/search"):
					jsonAnswer(200, `{"items":[],"total_count":0}`).ServeHTTP(w, r)
				default:
					stores.ServeHTTP(w, r)
				}
			}))
			got, err := client.MakeBuyer(t.Context(), "default", newcomer())
			if got.ID != c.id || pos.KindOf(err) != c.kind {
				t.Errorf("customer %d, %v; want %d %s", got.ID, err, c.id, c.kind)
			}
		})
	}
}

// customerRow is what a search tells of a customer.
func customerRow(id, website int) string {
	return fmt.Sprintf(`{"id":%d,"group_id":1,"website_id":%d,"email":"ana@example.com","firstname":"Ana","lastname":"Poole","addresses":[]}`, id, website)
}
