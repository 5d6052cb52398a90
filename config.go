package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
)

// settings are what an installation can be told by flag, by environment
// (BALCAO_…) or in a TOML file named with --config, in this order. A path
// without a default would be the present folder when it is given empty.
type settings struct {
	Data   string `default:"./data" env:"BALCAO_DATA" placeholder:"FOLDER" help:"Folder of the data file, the attachments and the key."`
	Listen string `default:"localhost:8080" env:"BALCAO_LISTEN" placeholder:"HOST:PORT" help:"Address to listen on; port 0 takes a free one."`
	URL    string `env:"BALCAO_URL" placeholder:"URL" help:"Public URL, with which links are made. Default: http:// and the address listened on."`

	TLSCert      string   `env:"BALCAO_TLS_CERT" type:"path" default:"" placeholder:"FILE" help:"Certificate chain in PEM; with --tls-key the server speaks TLS itself."`
	TLSKey       string   `env:"BALCAO_TLS_KEY" type:"path" default:"" placeholder:"FILE" help:"Private key in PEM."`
	TrustedProxy []string `env:"BALCAO_TRUSTED_PROXY" placeholder:"CIDR" help:"Proxies whose X-Forwarded-For is believed."`

	MaxFileMB     int `default:"100" env:"BALCAO_MAX_FILE_MB" placeholder:"N" help:"Largest attachment in megabytes."`
	VisitorBurst  int `default:"10" env:"BALCAO_VISITOR_BURST" placeholder:"N" help:"Messages a visitor may send at once; then one a second."`
	StaffBurst    int `default:"30" env:"BALCAO_STAFF_BURST" placeholder:"N" help:"Messages an operator may send at once; then five a second."`
	VisitorRate   int `default:"60" env:"BALCAO_VISITOR_RATE" placeholder:"N" help:"Messages a visitor may send a minute in the long run."`
	StaffRate     int `default:"300" env:"BALCAO_STAFF_RATE" placeholder:"N" help:"Messages an operator may send a minute in the long run."`
	SocketsPerIP  int `default:"20" env:"BALCAO_SOCKETS_PER_ADDRESS" placeholder:"N" help:"Sockets of visitors from one address."`
	HandshakeRate int `default:"500" env:"BALCAO_HANDSHAKE_RATE" placeholder:"N" help:"New sockets a second before answering 503."`
	VisitorsPerIP int `default:"120" env:"BALCAO_VISITORS_PER_ADDRESS" placeholder:"N" help:"New visitors a minute from one address."`
	SignInsPerIP  int `default:"60" env:"BALCAO_SIGN_INS_PER_ADDRESS" placeholder:"N" help:"Sign-ins a minute from one address."`

	BackupEvery time.Duration `default:"0s" env:"BALCAO_BACKUP_EVERY" placeholder:"SPAN" help:"Make a checked backup this often, such as 6h; 0 makes none."`
	BackupKeep  int           `default:"10" env:"BALCAO_BACKUP_KEEP" placeholder:"N" help:"How many of these to keep."`
	BackupTo    string        `env:"BALCAO_BACKUP_TO" type:"path" default:"" placeholder:"FOLDER" help:"Where they go, best on another disk. Default: backups in the data folder."`

	MetricsListen string `env:"BALCAO_METRICS_LISTEN" placeholder:"HOST:PORT" help:"Serve /metrics on an address of its own, to whoever reaches it. Default: nowhere."`
	MetricsToken  string `env:"BALCAO_METRICS_TOKEN" placeholder:"TOKEN" help:"Serve /metrics on the main address to who sends this as a bearer token."`

	LogLevel  string `default:"info" enum:"debug,info,warn,error" env:"BALCAO_LOG_LEVEL" help:"One of debug, info, warn, error."`
	LogFormat string `default:"text" enum:"text,json" env:"BALCAO_LOG_FORMAT" help:"text or json, to standard error."`
	Assets    string `hidden:"" type:"path" default:"" env:"BALCAO_ASSETS" help:"Serve browser files from this folder while developing."`
}

// check finds what no flag parser sees, so that a wrong setting never gets as
// far as the data file.
func (s *settings) check() error {
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		return fmt.Errorf("--listen %q is not HOST:PORT", s.Listen)
	}
	if s.URL != "" {
		u, err := url.Parse(s.URL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("--url %q is not http(s)://HOST without a path", s.URL)
		}
		s.URL = u.Scheme + "://" + u.Host
	}
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key go together")
	}
	if _, err := s.proxies(); err != nil {
		return err
	}
	if s.BackupEvery != 0 && s.BackupEvery < time.Second {
		return errors.New("--backup-every must be at least 1s, or 0 for none")
	}
	if s.BackupEvery > 0 && s.BackupKeep < 1 {
		return errors.New("--backup-keep must be at least 1")
	}
	if err := s.checkMetrics(); err != nil {
		return err
	}
	if s.Assets != "" {
		if info, err := os.Stat(s.Assets); err != nil || !info.IsDir() {
			return fmt.Errorf("--assets %q is not a folder", s.Assets)
		}
	}
	for name, n := range map[string]int{
		"max-file-mb": s.MaxFileMB, "visitor-burst": s.VisitorBurst, "staff-burst": s.StaffBurst, "visitor-rate": s.VisitorRate, "staff-rate": s.StaffRate,
		"sockets-per-ip": s.SocketsPerIP, "handshake-rate": s.HandshakeRate, "visitors-per-ip": s.VisitorsPerIP, "sign-ins-per-ip": s.SignInsPerIP,
	} {
		if n < 1 {
			return fmt.Errorf("--%s must be at least 1", name)
		}
	}
	return nil
}

func (s *settings) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range s.TrustedProxy {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			addr, bare := netip.ParseAddr(text)
			if bare != nil {
				return nil, fmt.Errorf("--trusted-proxy %q is neither an address nor a CIDR", text)
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		out = append(out, p)
	}
	return out, nil
}

// fileResolver answers flags that neither the command line nor the environment
// set from a TOML file whose keys are the names of the flags.
type fileResolver struct {
	name   string
	values map[string]any
}

func loadFile(name string) (*fileResolver, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("configuration file: %w", err)
	}
	f := &fileResolver{name: name, values: map[string]any{}}
	if err := toml.Unmarshal(b, &f.values); err != nil {
		var at *toml.DecodeError
		if errors.As(err, &at) {
			row, column := at.Position()
			return nil, fmt.Errorf("%s:%d:%d: %s", name, row, column, at.Error())
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// Validate refuses keys that no flag has: a misspelt setting must not pass for
// a default.
func (f *fileResolver) Validate(app *kong.Application) error {
	known := map[string]bool{}
	var collect func(n *kong.Node)
	collect = func(n *kong.Node) {
		for _, flag := range n.Flags {
			known[flag.Name] = true
		}
		for _, child := range n.Children {
			collect(child)
		}
	}
	collect(app.Node)
	var unknown []string
	for key := range f.values {
		if !known[key] || key == "config" || key == "help" {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return fmt.Errorf("%s: unknown key %s", f.name, strings.Join(unknown, ", "))
	}
	return nil
}

// Resolve gives the file's value of a flag.
func (f *fileResolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil // the environment stands above the file
		}
	}
	value, ok := f.values[flag.Name]
	if !ok {
		return nil, nil
	}
	return value, nil
}
