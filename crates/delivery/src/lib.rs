//! Carries opt-outs to every destination: cursors, leases, batches, retries, signed webhooks.
