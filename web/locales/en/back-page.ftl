back-step = Back at step { $step }{ $stop }. { $now }
