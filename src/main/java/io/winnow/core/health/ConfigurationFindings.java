package io.winnow.core.health;

import java.util.Map;

/** What is made of the version of the configuration. */
public final class ConfigurationFindings {
    private ConfigurationFindings() {}

    /** A version is in force and nothing waits. */
    public static Finding inForce(long version) {
        return Finding.of(
                Health.OK, "configuration.inForce", "Version {version} is in force.", "", Map.of("version", version));
    }

    /** A changed configuration waits for the next start. */
    public static Finding waits(long version, long inForce) {
        return Finding.of(
                Health.ATTENTION,
                "configuration.waits",
                "Version {version} waits for the next start; version {inForce} is in force.",
                "Restart the service.",
                Map.of("version", version, "inForce", inForce));
    }

    /** The newest version failed at a start, and the one before was put back. */
    public static Finding failed(long version, long inForce, String reason) {
        return Finding.of(
                Health.ATTENTION,
                "configuration.failed",
                "The start with version {version} failed, and version {inForce} was put back: {reason}",
                "See to the reason and change the configuration again; “winnow config history” lists all versions.",
                Map.of("version", version, "inForce", inForce, "reason", reason));
    }
}
