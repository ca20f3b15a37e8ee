package io.winnow.adapter.rest;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.winnow.core.configuration.ConfigurationRules;
import io.winnow.core.configuration.ConfigurationState;
import io.winnow.core.configuration.ConfigurationVersion;
import io.winnow.core.configuration.ConfigurationVersion.Ending;
import io.winnow.core.configuration.ConfigurationVersions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The configuration as JSON. */
final class ConfigurationViews {
    private ConfigurationViews() {}

    /**
     * The configuration and its history.
     *
     * @param version number of the one in force
     * @param baseVersion what a change has to start from: the one that waits, or else the one in force
     * @param files texts of the one in force, by path
     * @param remote ways in which it may be changed from afar: rest, mqtt
     * @param history newest first
     */
    record ConfigurationView(
            long version,
            Instant since,
            long baseVersion,
            @Nullable Long pendingVersion,
            SortedMap<String, String> files,
            List<String> remote,
            List<VersionView> history) {}

    /**
     * One version, without its texts.
     *
     * @param state in-force, pending, replaced, failed (a start with it did) or dropped (it was never tried)
     * @param ending why it failed or was dropped
     */
    record VersionView(
            long version,
            String state,
            Instant at,
            String by,
            String origin,
            String reason,
            @Nullable String ending) {
        static VersionView of(ConfigurationVersion version, ConfigurationState state) {
            return new VersionView(
                    version.number(),
                    ConfigurationVersions.stateOf(version, state),
                    version.at(),
                    version.by(),
                    version.origin().word(),
                    version.reason(),
                    version.ending().map(Ending::reason).orElse(null));
        }
    }

    /** One version with its texts. */
    record VersionTextsView(VersionView version, SortedMap<String, String> files) {}

    /**
     * A change that is wished for.
     *
     * @param files new texts by path; null deletes the file
     */
    record ChangeRequest(
            @JsonAlias("base_version") @Nullable Long baseVersion,
            @Nullable Map<String, @Nullable String> files,
            @Nullable String reason) {}

    /** Going back to a version. */
    record RollbackRequest(
            @Nullable Long version,
            @JsonAlias("base_version") @Nullable Long baseVersion,
            @Nullable String reason) {}

    /** Something that the service would not start with. */
    record ProblemView(String file, int line, String rule) {
        static ProblemView of(ConfigurationRules.Problem problem) {
            return new ProblemView(problem.file(), problem.line(), problem.rule());
        }
    }

    /** What a check found. */
    record CheckView(boolean valid, List<ProblemView> problems) {}

    /** A change that was kept. */
    record ReceiptView(VersionView version, boolean restarting, String message) {}
}
