package world

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Wide lifts the limits for strangers that would refuse a load from one address.
var Wide = []string{
	"--visitor-rate=60000000", "--visitor-burst=1000000", "--staff-rate=60000000", "--staff-burst=1000000",
	"--sockets-per-ip=100000", "--visitors-per-ip=10000000", "--sign-ins-per-ip=100000", "--handshake-rate=100000", "--log-level=warn",
}

// House is an installation of Balcão in a throw-away folder.
type House struct {
	*Program
	Binary string
	Folder string
	Flags  []string
}

const (
	adminEmail    = "a@load.test"
	adminPassword = "Marble-Harbour-9"
)

// Binary returns the program to load: the one named, or one built now from the
// sources above this folder with the build tags.
func Binary(named, folder, tags string) (string, error) {
	if named != "" {
		return filepath.Abs(named)
	}
	root, err := Root()
	if err != nil {
		return "", err
	}
	name := filepath.Join(folder, "balcao")
	build := exec.Command("go", "build", "-tags", strings.TrimSpace("nomsgpack "+tags), "-o", name, ".")
	build.Dir = root
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build in %s: %w\n%s", root, err, out)
	}
	return name, nil
}

// Root is the folder of the program's sources, at or above the working folder.
func Root() (string, error) {
	at, err := os.Getwd()
	for err == nil {
		b, missing := os.ReadFile(filepath.Join(at, "go.mod"))
		if missing == nil && strings.HasPrefix(string(b), "module balcao\n") {
			return at, nil
		}
		if at == filepath.Dir(at) {
			err = fmt.Errorf("no sources of the program at or above the working folder: name it with --balcao")
		}
		at = filepath.Dir(at)
	}
	return "", err
}

// NewHouse makes an installation with an administrator and starts it.
func NewHouse(binary, folder string, flags ...string) (*House, error) {
	h := &House{Binary: binary, Folder: folder, Flags: append(append([]string{}, Wide...), flags...)}
	admin := exec.Command(binary, "admin", "create", "--data", folder, "--email", adminEmail, "--name", "Ada", "--password-stdin")
	admin.Stdin = strings.NewReader(adminPassword + "\n")
	if out, err := admin.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("admin create: %w %s", err, out)
	}
	return h, h.Start()
}

// Start starts the program over its folder, at its last address if it had one.
func (h *House) Start(more ...string) error {
	listen := "127.0.0.1:0"
	if h.Program != nil {
		listen = strings.TrimPrefix(h.URL, "http://")
	}
	args := append([]string{"serve", "--data", h.Folder, "--listen", listen}, h.Flags...)
	p, err := Start(h.Binary, append(args, more...)...)
	if err == nil {
		h.Program = p
	}
	return err
}
