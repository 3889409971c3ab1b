package data

// Validate returns everything that is wrong with the activity.
func (a *Activity) Validate() Problems { return nil }

// Validate returns everything that is wrong with the organiser.
func (o *Organiser) Validate() Problems { return nil }

// Validate returns everything that is wrong with the city.
func (c *City) Validate() Problems { return nil }

// Validate returns everything that is wrong with the playlist.
func (p *Playlist) Validate() Problems { return nil }

// Validate returns everything that is wrong with the badge.
func (b *Badge) Validate() Problems { return nil }

// Validate returns everything that is wrong with the skill.
func (s *Skill) Validate() Problems { return nil }

// Validate returns everything that is wrong with the source.
func (s *Source) Validate() Problems { return nil }
