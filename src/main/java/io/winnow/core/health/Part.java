package io.winnow.core.health;

import java.time.Instant;
import java.util.Optional;

/**
 * A part of the service and how it was found.
 *
 * @param kind such as "broker" or "model"; names of parts in translations
 * @param subject which one, where there are several: a station or a backbone
 * @param checkedAt when it was looked at
 */
public record Part(String kind, Optional<String> subject, Finding finding, Instant checkedAt) {}
