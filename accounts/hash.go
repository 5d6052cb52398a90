package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is the work of one Argon2id hash.
type Cost struct {
	Memory uint32 // KiB
	Time   uint32
	Lanes  uint8
}

// DefaultCost is what quality.md asks for.
var DefaultCost = Cost{Memory: 19 << 10, Time: 2, Lanes: 1}

const keyLength, saltLength = 32, 16

// hasher hashes passwords, at most one a core at a time. Never call it inside
// a store transaction.
type hasher struct {
	cost   Cost
	slots  chan struct{}
	nobody string // matches no password and costs the same to check
}

func newHasher(c Cost) *hasher {
	return &hasher{
		cost:   c,
		slots:  make(chan struct{}, runtime.NumCPU()),
		nobody: phc(c, make([]byte, saltLength), make([]byte, keyLength)),
	}
}

func phc(c Cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Time, c.Lanes,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

// hash returns the PHC string of the password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	rand.Read(salt) // never fails since Go 1.24
	key, err := h.derive(ctx, password, salt, h.cost, keyLength)
	if err != nil {
		return "", err
	}
	return phc(h.cost, salt, key), nil
}

// matches tells whether the PHC string is of that password. An empty string
// matches nothing and takes as long as any other.
func (h *hasher) matches(ctx context.Context, password, stored string) (bool, error) {
	known := stored != ""
	if !known {
		stored = h.nobody
	}
	c, salt, want, err := parsePHC(stored)
	if err != nil {
		return false, err
	}
	got, err := h.derive(ctx, password, salt, c, uint32(len(want)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

// weaker tells whether the stored hash took less work than is asked for now.
func (h *hasher) weaker(stored string) bool {
	c, _, _, err := parsePHC(stored)
	return err != nil || c.Memory < h.cost.Memory || c.Time < h.cost.Time
}

func (h *hasher) derive(ctx context.Context, password string, salt []byte, c Cost, length uint32) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Lanes, length), nil
}

func parsePHC(s string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return c, nil, nil, fmt.Errorf("password hash of unknown form")
	}
	var version int
	if _, err = fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return c, nil, nil, fmt.Errorf("password hash of unknown version %q", parts[2])
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Lanes); err != nil {
		return c, nil, nil, fmt.Errorf("password hash parameters: %w", err)
	}
	if c.Time == 0 || c.Lanes == 0 || c.Memory > 1<<20 {
		return c, nil, nil, fmt.Errorf("password hash parameters out of range")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return c, nil, nil, fmt.Errorf("password salt: %w", err)
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(key) < 16 {
		return c, nil, nil, fmt.Errorf("password key unreadable")
	}
	return c, salt, key, nil
}
