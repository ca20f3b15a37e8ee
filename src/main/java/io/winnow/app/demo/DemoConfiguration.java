package io.winnow.app.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the configuration that the demonstration runs with, in the same files as a real one. */
final class DemoConfiguration {
    static final String SITE = "demo";
    static final String LINE = "flanges";
    static final String CAMERA = "top";
    static final String STATION = "flange";

    private DemoConfiguration() {}

    /**
     * Writes {@code site.yaml} and the station's file.
     *
     * @param folder of the demonstration's data
     * @param models folder of backbones
     * @return the configuration folder
     */
    static Path write(Path folder, Path models, URI broker, int port, int collectFrames) throws IOException {
        Path configuration = folder.resolve("edge-config");
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("site.yaml"), """
                # Written by winnow demo at every start.
                site: %s
                http:
                  host: 127.0.0.1
                  port: %d
                broker:
                  uri: %s
                storage:
                  directory: %s
                models:
                  directory: %s
                """.formatted(
                        SITE, port, broker, quoted(folder.resolve("data")), quoted(models)));
        Files.writeString(configuration.resolve("stations").resolve(STATION + ".yaml"), """
                # Written by winnow demo at every start.
                line: %s
                camera: %s
                backbone: scattering_j3_l8
                inputSize:
                  height: 192
                  width: 192
                region:       # the flange fills the middle of the picture
                  left: 0.14
                  top: 0.02
                  right: 0.86
                  bottom: 0.98
                collect:
                  frames: %d
                  autoFit: true
                refit:
                  strategy: sroc
                  ratio: 0.1
                threshold:
                  falseRejectRate: 0.02
                pool:
                  frames: %d  # few, so that a refit does not take much longer than the first fit
                review:
                  auditShare: 0.3 # high, so that figures fill up while somebody watches
                promotion:    # quick enough to watch; a real line takes its time
                  policy: when-not-worse
                  shadowFrames: 60
                  fewestDefects: 10
                  fewestNormals: 20
                  recallMargin: 0.25
                  falseRejectMargin: 0.1
                evaluation:
                  truth: true # the simulated camera knows it; used for evaluation only
                """.formatted(
                        LINE, CAMERA, collectFrames, collectFrames * 3 / 2));
        return configuration;
    }

    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }
}
