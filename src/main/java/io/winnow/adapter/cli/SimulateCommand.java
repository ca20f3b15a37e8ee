package io.winnow.adapter.cli;

import io.winnow.core.camera.CameraLink;
import io.winnow.core.camera.ShotSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow simulate}: a camera over a production line that does not exist. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes pictures of a simulated production line over MQTT, as any camera would, at QoS 1.",
            "Some parts have a scratch, a dent, a stain, a missing hole or a crack; the same seed gives the same pictures. What "
                    + "they really show goes to the topic .../truth, for evaluation only."
        },
        footer = {
            "",
            "A broker that wants a password is given it in WINNOW_MQTT_USER and WINNOW_MQTT_PASSWORD.",
            "For ssl:// the files are named in WINNOW_MQTT_AUTHORITIES (who vouches for the broker),",
            "WINNOW_MQTT_CERTIFICATE and WINNOW_MQTT_KEY (who we are), all PEM.",
            "Example: winnow simulate --site ulm --line 1 --camera top --rate 10 --defects 0.1 --count 300"
        })
public final class SimulateCommand implements Callable<Integer> {
    /** Builds production lines. */
    @FunctionalInterface
    public interface LineFactory {
        /**
         * A line.
         *
         * @param seed of everything on it
         * @param defects share of defective parts, 0 to 1
         * @param parts how many it makes; empty for an endless line
         * @throws IllegalArgumentException when the share is outside its range
         */
        ShotSource line(long seed, double defects, Optional<Long> parts);
    }

    private final CameraLink.Factory links;
    private final LineFactory lines;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CameraOptions camera;

    @Option(
            names = "--defects",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "share of defective parts, 0 to 1 (default: ${DEFAULT-VALUE})")
    private double defects;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of parts, poses, light and defects (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--count", paramLabel = "N", description = "frames to publish (default: until stopped)")
    private @Nullable Long count;

    @Option(names = "--no-truth", description = "keep what the frames really show to itself")
    private boolean noTruth;

    /**
     * Makes the command.
     *
     * @param links connects to brokers
     * @param lines builds production lines
     */
    public SimulateCommand(CameraLink.Factory links, LineFactory lines) {
        this.links = links;
        this.lines = lines;
    }

    @Override
    public Integer call() {
        if (count != null && count < 1) {
            throw new UsageException("--count %d must be at least 1".formatted(count));
        }
        try (ShotSource source = line()) {
            camera.play(
                    links,
                    source,
                    !noTruth,
                    count == null ? Long.MAX_VALUE : count,
                    spec.commandLine().getErr());
        }
        return ExitCode.OK;
    }

    private ShotSource line() {
        try {
            return lines.line(seed, defects, Optional.ofNullable(count));
        } catch (IllegalArgumentException e) {
            throw UsageException.because(e);
        }
    }
}
