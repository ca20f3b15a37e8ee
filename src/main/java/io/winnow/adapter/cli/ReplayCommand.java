package io.winnow.adapter.cli;

import io.winnow.core.camera.CameraLink;
import io.winnow.core.camera.FolderShots;
import io.winnow.core.camera.FolderShots.Order;
import io.winnow.core.camera.FolderShots.Split;
import io.winnow.core.dataset.DatasetReader;
import io.winnow.core.dataset.ImageFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow replay}: a folder of images as camera frames. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes the images of a folder as camera frames over MQTT, at QoS 1, and waits until all are acknowledged.",
            "DIR is a dataset in the layout of MVTec AD or another that is known, or any folder of images. JPEG and PNG are sent as "
                    + "they are, BMP and TIFF as PNG. Frame ids are made from the paths."
        },
        footer = {
            "",
            "A broker that wants a password is given it in WINNOW_MQTT_USER and WINNOW_MQTT_PASSWORD.",
            "For ssl:// the files are named in WINNOW_MQTT_AUTHORITIES (who vouches for the broker),",
            "WINNOW_MQTT_CERTIFICATE and WINNOW_MQTT_KEY (who we are), all PEM.",
            "Example: winnow replay data/cookie --site ulm --line 1 --camera top --rate 10 --split train"
        })
public final class ReplayCommand implements Callable<Integer> {
    private final CameraLink.Factory links;
    private final DatasetReader reader;
    private final ImageFiles files;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CameraOptions camera;

    @Parameters(paramLabel = "DIR", description = "folder of images")
    private Path folder;

    @Option(
            names = "--split",
            defaultValue = "all",
            description = "part of a dataset: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Split split;

    @Option(names = "--shuffle", description = "random order instead of the order of names")
    private boolean shuffle;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "seed of the random order (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--loop", description = "begin again after the last image")
    private boolean loop;

    @Option(names = "--limit", paramLabel = "N", description = "most frames altogether (default: no limit)")
    private @Nullable Long limit;

    @Option(names = "--truth", description = "publish masks as well, for evaluation only; needs a dataset")
    private boolean truth;

    /**
     * Makes the command.
     *
     * @param links connects to brokers
     * @param reader of datasets
     * @param files reads their images
     */
    public ReplayCommand(CameraLink.Factory links, DatasetReader reader, ImageFiles files) {
        this.links = links;
        this.reader = reader;
        this.files = files;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (FolderShots shots = open()) {
            if (truth && !shots.truthKnown()) {
                throw new UsageException(
                        "--truth needs a dataset in a known layout; %s is a plain folder of images".formatted(folder));
            }
            camera.play(links, shots, truth, shots.size(), err);
        }
        return ExitCode.OK;
    }

    private FolderShots open() {
        try {
            Order order = new Order(
                    split,
                    shuffle ? Optional.of(seed) : Optional.empty(),
                    loop,
                    limit == null ? Long.MAX_VALUE : limit);
            return FolderShots.open(folder, order, reader, files);
        } catch (IOException | IllegalArgumentException e) {
            throw UsageException.because(e);
        }
    }
}
