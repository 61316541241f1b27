//nolint:revive // the methods are the fields of the schema, which documents them
package model

// StoreConfig is a view onto a store view's document.
type StoreConfig struct{ View *View }

func (s *StoreConfig) ID() *int64                          { return &s.View.Store.ID }
func (s *StoreConfig) Code() *string                       { return some(s.View.Store.Code) }
func (s *StoreConfig) StoreCode() *string                  { return some(s.View.Store.Code) }
func (s *StoreConfig) StoreName() *string                  { return some(s.View.Store.Name) }
func (s *StoreConfig) StoreGroupName() *string             { return some(s.View.Store.GroupName) }
func (s *StoreConfig) IsDefaultStore() *bool               { return &s.View.Store.Default }
func (s *StoreConfig) WebsiteID() *int64                   { return &s.View.Store.WebsiteID }
func (s *StoreConfig) WebsiteCode() *string                { return some(s.View.Store.WebsiteCode) }
func (s *StoreConfig) WebsiteName() *string                { return some(s.View.Store.WebsiteName) }
func (s *StoreConfig) RootCategoryID() *int64              { return &s.View.Store.RootCategoryID }
func (s *StoreConfig) RootCategoryUID() *string            { return some(uidOf(s.View.Store.RootCategoryID)) }
func (s *StoreConfig) Locale() *string                     { return some(s.View.Store.Locale) }
func (s *StoreConfig) Timezone() *string                   { return some(s.View.Store.Timezone) }
func (s *StoreConfig) WeightUnit() *string                 { return some(s.View.Store.WeightUnit) }
func (s *StoreConfig) BaseCurrencyCode() *string           { return some(s.View.Store.BaseCurrency) }
func (s *StoreConfig) DefaultDisplayCurrencyCode() *string { return some(s.View.Store.Currency) }
func (s *StoreConfig) BaseURL() *string                    { return some(s.View.Store.BaseURL) }
func (s *StoreConfig) SecureBaseURL() *string              { return some(s.View.Store.SecureBaseURL) }
func (s *StoreConfig) BaseLinkURL() *string                { return some(s.View.Store.BaseLinkURL) }
func (s *StoreConfig) BaseMediaURL() *string               { return some(s.View.Store.BaseMediaURL) }
func (s *StoreConfig) BaseStaticURL() *string              { return some(s.View.Store.BaseStaticURL) }
func (s *StoreConfig) ProductURLSuffix() *string           { return some(s.View.Links.URLSuffix) }
func (s *StoreConfig) CategoryURLSuffix() *string          { return some(s.View.Links.URLSuffix) }
