// Package seal derives codes and encrypts secrets with the key that lies
// beside the data file, so that the file alone gives away neither. A leaf.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// ErrBroken is a secret that was sealed with another key, for another purpose
// or owner, or that was changed since.
var ErrBroken = errors.New("seal: a secret cannot be opened: it is damaged, or the key file is not the one that belongs to this data")

// Key is the installation's secret.
type Key [32]byte

// of returns the key for one purpose (HKDF-SHA256, RFC 5869), so that a leak of
// one says nothing of the others.
func (k Key) of(purpose string) []byte {
	sub, err := hkdf.Key(sha256.New, k[:], nil, purpose, 32)
	if err != nil {
		panic(err) // 32 bytes can always be had
	}
	return sub
}

// Derive returns 32 bytes that only this key gives for the purpose and parts:
// a code derived from the id of what it opens needs no place in the file.
func (k Key) Derive(purpose string, parts ...string) []byte {
	h := hmac.New(sha256.New, k.of("derive "+purpose))
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}

// Seal encrypts a secret for the data file (AES-256-GCM, random nonce). Only
// Open with the same purpose and owner gives it back.
func (k Key) Seal(purpose, owner string, secret []byte) []byte {
	gcm := k.cipher(purpose)
	nonce := make([]byte, gcm.NonceSize(), gcm.NonceSize()+len(secret)+gcm.Overhead())
	rand.Read(nonce) // never fails since Go 1.24
	return gcm.Seal(nonce, nonce, secret, []byte(owner))
}

// Open gives back what Seal encrypted, or ErrBroken.
func (k Key) Open(purpose, owner string, sealed []byte) ([]byte, error) {
	gcm := k.cipher(purpose)
	if len(sealed) < gcm.NonceSize() {
		return nil, ErrBroken
	}
	secret, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], []byte(owner))
	if err != nil {
		return nil, ErrBroken
	}
	return secret, nil
}

func (k Key) cipher(purpose string) cipher.AEAD {
	block, err := aes.NewCipher(k.of("seal " + purpose))
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has the block size of GCM
	}
	return gcm
}
