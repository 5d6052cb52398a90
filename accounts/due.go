package accounts

import "balcao/store"

// Due are the deeds of this feature that wait for their time.
func (g *Registry) Due() map[string]store.DueHandler {
	return map[string]store.DueHandler{
		dueCover: g.dueLook,
	}
}
