package io.winnow.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.configuration.ConfigurationState;
import io.winnow.core.configuration.ConfigurationVersion;
import io.winnow.core.configuration.ConfigurationVersion.Ending;
import io.winnow.core.configuration.ConfigurationVersions;
import io.winnow.core.health.ConfigurationFindings;
import io.winnow.core.health.Finding;
import java.util.Map;
import java.util.Optional;

/** Tells which version of the configuration is in force: on the System page, to the broker, in log and audit. Thread-safe. */
final class ConfigurationWatch {
    private static final System.Logger LOG = System.getLogger(ConfigurationWatch.class.getName());

    private final ConfigurationVersions versions;

    ConfigurationWatch(ConfigurationVersions versions) {
        this.versions = versions;
    }

    /** Says loudly that this start went back to the version before. */
    void tellRestored(SystemAudit audit) {
        versions.restored().ifPresent(failed -> {
            String why = failed.ending().map(Ending::reason).orElse("");
            long inForce = versions.state().inForce();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "configuration version {0} by {1} failed at the start and version {2} was put back: {3}",
                    failed.number(),
                    failed.by(),
                    inForce,
                    why);
            audit.note(
                    "configuration.restored",
                    "version " + inForce,
                    Map.of("failed", failed.number(), "by", failed.by(), "reason", why));
        });
    }

    /** For the System page. */
    Finding finding() {
        ConfigurationState state = versions.state();
        if (state.trial().isPresent()) {
            return ConfigurationFindings.waits(state.trial().get().number(), state.inForce());
        }
        Optional<ConfigurationVersion> failed = newestFailed();
        return failed.isPresent()
                ? ConfigurationFindings.failed(
                        failed.get().number(),
                        state.inForce(),
                        failed.get().ending().map(Ending::reason).orElse(""))
                : ConfigurationFindings.inForce(state.inForce());
    }

    /** Empty as soon as somebody has made another version since. */
    private Optional<ConfigurationVersion> newestFailed() {
        return versions.all().stream()
                .findFirst()
                .filter(version -> version.ending().filter(Ending::failed).isPresent());
    }

    /** For {@code winnow/<site>/config}. */
    String message() {
        ConfigurationState state = versions.state();
        Optional<ConfigurationVersion> failed = newestFailed();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", "urn:winnow:schema:config:1");
        json.put("version", state.inForce());
        json.put("state", state.trial().isPresent() ? "pending" : failed.isPresent() ? "rolled-back" : "in-force");
        json.put("since", state.since().toString());
        json.put(
                "by",
                versions.find(state.inForce()).map(ConfigurationVersion::by).orElse(null));
        json.put(
                "pending_version",
                state.trial().map(ConfigurationState.Trial::number).orElse(null));
        json.put("failed_version", failed.map(ConfigurationVersion::number).orElse(null));
        json.put(
                "failure",
                failed.flatMap(ConfigurationVersion::ending).map(Ending::reason).orElse(null));
        return json.toString();
    }
}
