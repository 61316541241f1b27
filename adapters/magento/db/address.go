package db

import (
	"cmp"
	"net"
	"net/url"
	"strings"

	"github.com/go-sql-driver/mysql"

	"github.com/tillway/tillway/gateway/pos"
)

// parseAddress reads an address in either form. Its errors do not repeat it: it holds a password.
func parseAddress(address string) (*mysql.Config, error) {
	bad := pos.Invalid("Magento's database address cannot be read: use mysql://user:password@host:3306/database")
	if !strings.HasPrefix(address, "mysql://") {
		cfg, err := mysql.ParseDSN(address)
		if err != nil {
			return nil, bad
		}
		return cfg, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") == "" {
		return nil, bad
	}
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr = "tcp", net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "3306"))
	cfg.DBName, cfg.User, cfg.TLSConfig = strings.Trim(u.Path, "/"), u.User.Username(), u.Query().Get("tls")
	cfg.Passwd, _ = u.User.Password()
	return cfg, nil
}
