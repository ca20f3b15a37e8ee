package io.winnow.app;

import io.winnow.adapter.mqtt.CommandReply;
import io.winnow.adapter.mqtt.ConfigurationCommand;
import io.winnow.adapter.mqtt.SiteGateway;
import io.winnow.core.configuration.ConfigurationRefusedException;
import io.winnow.core.configuration.ConfigurationState;
import io.winnow.core.configuration.ConfigurationVersion;
import io.winnow.core.configuration.ConfigurationVersion.Ending;
import io.winnow.core.configuration.ConfigurationVersion.Origin;
import io.winnow.core.configuration.ConfigurationVersions;
import io.winnow.core.configuration.RemoteConfiguration;
import io.winnow.core.configuration.RemoteConfiguration.Change;
import io.winnow.core.configuration.RemoteConfiguration.Receipt;
import io.winnow.core.inspection.StorageException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out what is commanded over MQTT about the configuration. Thread-safe. */
final class ConfigurationCommands implements SiteGateway.ConfigurationHandler {
    private final RemoteConfiguration configuration;
    private final SystemAudit audit;

    ConfigurationCommands(RemoteConfiguration configuration, SystemAudit audit) {
        this.configuration = configuration;
        this.audit = audit;
    }

    @Override
    public void onChange(ConfigurationCommand command, Consumer<CommandReply> answer) {
        String by = "mqtt " + command.commandId();
        try {
            // A change outlives the process that took it, and so does what was answered: a command may come again after
            // the restart.
            Optional<ConfigurationVersion> made = configuration.versions().all().stream()
                    .filter(version ->
                            version.origin() == Origin.MQTT && version.by().equals(by))
                    .findFirst();
            answer.accept(made.isPresent() ? again(made.get()) : carryOut(command, by));
        } catch (ConfigurationRefusedException | StorageException e) {
            answer.accept(CommandReply.rejected(String.valueOf(e.getMessage())));
        }
    }

    private CommandReply carryOut(ConfigurationCommand command, String by) {
        Receipt receipt = audit.change(
                "mqtt",
                "configuration.change",
                Optional.empty(),
                Map.of(
                        "command",
                        command.commandId(),
                        "files",
                        String.join(", ", command.files().keySet()),
                        "reason",
                        command.reason()),
                () -> configuration.change(
                        new Change(command.baseVersion(), command.files(), command.reason()), by, Origin.MQTT),
                done -> "version " + done.version().number());
        return new CommandReply(CommandReply.Status.ACCEPTED, receipt.text(), Optional.empty());
    }

    private CommandReply again(ConfigurationVersion version) {
        ConfigurationState state = configuration.versions().state();
        String became = ConfigurationVersions.stateOf(version, state);
        CommandReply.Status status =
                switch (became) {
                    case "pending" -> CommandReply.Status.ACCEPTED;
                    case "failed", "dropped" -> CommandReply.Status.FAILED;
                    default -> CommandReply.Status.SUCCEEDED;
                };
        String why = version.ending()
                .map(Ending::reason)
                .map(reason -> ": " + reason)
                .orElse("");
        return new CommandReply(
                status, "version %d is %s%s".formatted(version.number(), became, why), Optional.empty());
    }
}
