package io.winnow.app;

import io.winnow.app.config.SiteConfiguration;
import java.nio.file.Path;

/** Where the members of a fleet are told apart in the data folder that they share. */
final class FleetFolder {
    private FleetFolder() {}

    /** What a process has for itself alone: all data, or in a fleet a folder of its own beside what all have. */
    static Path own(SiteConfiguration site) {
        Path data = site.storage().directory();
        return site.fleet()
                .map(fleet -> data.resolve("members").resolve(fleet.member()))
                .orElse(data);
    }
}
