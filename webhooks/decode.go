package webhooks

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// maxEntityID is Magento's limit on a SKU (catalog_product_entity.sku), the longest id that a hint can carry.
const maxEntityID = 64

// Touched is what a delivery says: something of this kind was touched.
type Touched struct {
	// Known is false when the delivery is well formed but of a type that means nothing to us; Entity and ID are then empty.
	Known  bool
	Entity pos.HintEntity
	ID     string
}

// storeCode is how Magento spells the code of a store view (Magento\Store\Model\Validation\StoreCodeValidator).
var storeCode = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,31}$`)

type envelope struct {
	Type *string `json:"type"`
	Data *struct {
		Entity string          `json:"entity"`
		ID     json.RawMessage `json:"id"`
	} `json:"data"`
}

// Decode reads the body of a delivery:
//
//	{"type": "order.updated", "timestamp": "…", "data": {"entity": "order", "id": "17", "store": "default"}}
//
// The id is Magento's entity id, for stock the SKU, for a catalog the code of the store view; a number is taken too. Fields that are not named here are passed over,
// so that senders may grow. Errors: invalid.
func Decode(body []byte) (Touched, error) {
	var e envelope
	dec := json.NewDecoder(bytes.NewReader(body))
	if err := dec.Decode(&e); err != nil {
		return Touched{}, pos.Invalid("the body is not the JSON of a webhook").Because(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Touched{}, pos.Invalid("the body holds more than one JSON value")
	}
	if e.Type == nil || *e.Type == "" {
		return Touched{}, pos.Invalid("type is missing")
	}
	entity, known := entityOf(*e.Type)
	if !known {
		return Touched{}, nil
	}
	if e.Data == nil {
		return Touched{}, pos.Invalid("data is missing")
	}
	if e.Data.Entity != "" && e.Data.Entity != string(entity) {
		return Touched{}, pos.Invalid("type %s does not go with entity %.20q", *e.Type, e.Data.Entity)
	}
	id, err := entityID(entity, e.Data.ID)
	if err != nil {
		return Touched{}, err
	}
	return Touched{Known: true, Entity: entity, ID: id}, nil
}

// entityOf maps a message type to what it touches. The list is closed: a type that is not here is acknowledged and ignored.
func entityOf(messageType string) (pos.HintEntity, bool) {
	switch messageType {
	case "order.created", "order.updated":
		return pos.HintOrder, true
	case "product.created", "product.updated", "product.deleted":
		return pos.HintProduct, true
	case "stock.updated":
		return pos.HintStock, true
	case "category.created", "category.updated", "category.deleted":
		return pos.HintCategory, true
	case "customer.updated", "customer.deleted":
		return pos.HintCustomer, true
	case "catalog.updated":
		return pos.HintCatalog, true
	default:
		return "", false
	}
}

func entityID(entity pos.HintEntity, raw json.RawMessage) (string, error) {
	id := string(raw)
	if len(raw) > 0 && raw[0] == '"' {
		if err := json.Unmarshal(raw, &id); err != nil {
			return "", pos.Invalid("data.id is not a text").Because(err)
		}
	}
	switch entity {
	case pos.HintCatalog:
		if !storeCode.MatchString(id) {
			return "", pos.Invalid("data.id is the code of the store view whose catalog was updated, such as default")
		}
		return id, nil
	case pos.HintStock:
		if len(raw) == 0 || raw[0] != '"' || strings.TrimSpace(id) == "" || len(id) > 4*maxEntityID || len([]rune(id)) > maxEntityID {
			return "", pos.Invalid("data.id is the SKU of a stock update: a text of 1 to %d characters", maxEntityID)
		}
		return id, nil
	default:
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n <= 0 {
		return "", pos.Invalid("data.id is Magento's entity id of the %s: a number from 1 on", entity)
	}
	return strconv.FormatInt(n, 10), nil
}
