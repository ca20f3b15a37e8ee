package io.winnow.adapter.rest;

import java.time.Instant;

/** What the composition root knows of this process. Thread-safe. */
public interface SiteStatus {
    /** The connection to the broker. */
    record BrokerView(String state, String uri) {}

    /** Which nearest-neighbour search runs. */
    record IndexView(String implementation) {}

    /** This process at one moment. */
    record View(
            String site, String version, Instant startedAt, BrokerView broker, IndexView index, boolean truthKnown) {}

    View now();
}
