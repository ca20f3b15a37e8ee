package io.winnow.core.access;

import java.time.Instant;

/**
 * That somebody is logged in.
 *
 * @param hash of the secret that the browser holds
 * @param address from where it was begun
 */
public record Session(String hash, String account, Instant begunAt, Instant lastUsedAt, String address) {}
