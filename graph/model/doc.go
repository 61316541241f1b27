// Package model holds what package graph answers: Magento's product, category and store types as views onto catalog
// documents, and the scalars. Fields are methods, so a document is looked at only as far as a query asks. The plain types of
// the register side and the inputs are generated beside them (models_gen.go).
package model
