package io.winnow.app.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.winnow.core.perf.Chart;
import io.winnow.core.perf.Comparison;
import io.winnow.core.perf.Outcome;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTopicTest {
    @TempDir
    private Path home;

    private final Map<String, Double> figures = new HashMap<>();
    private final PerfLog log = new PerfLog() {
        @Override
        public void progress(String what) {}

        @Override
        public Outcome compare(Comparison comparison) {
            throw new UnsupportedOperationException("a start is compared with nothing");
        }

        @Override
        public void figure(String name, double value, String unit) {
            figures.put(name, value);
        }

        @Override
        public void chart(Chart chart) {}

        @Override
        public void note(String text) {}
    };

    /** A launcher that waits for the service which it started, as ./winnow does. */
    @Test
    void service_isTimedUntilReady_andItsMemoryIsTheServices() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        launcher("'%s' -cp '%s' '%s' \"$@\"\nexit $?\n"
                .formatted(java, System.getProperty("java.class.path"), SlowService.class.getName()));
        Path models = Files.createDirectories(home.resolve("models"));
        Files.write(models.resolve("scattering_j3_l8.onnx"), new byte[1_500_000]);

        new StartTopic(home, 1, Duration.ZERO).measure(log);

        assertThat(figure("start, median")).isGreaterThan(SlowService.MILLIS / 1e3);
        assertThat(figure("start, fastest of 1")).isLessThanOrEqualTo(figure("start, median"));
        double resident = figure("memory, resident");
        assertThat(resident).isGreaterThan(15); // a Java virtual machine, not the shell that started it
        assertThat(figure("memory, resident and not of a file")).isLessThan(resident);
        assertThat(figure("memory, resident, less a backbone of 1.5 MB")).isEqualTo(resident - 1.5);
    }

    @Test
    void serviceThatEnds_isSaidWithItsOutput() throws Exception {
        launcher("echo no room for a service\nexit 1\n");

        assertThatThrownBy(() -> new StartTopic(home).measure(log))
                .isInstanceOf(PerfException.class)
                .hasMessageContaining("no room for a service");
    }

    @Test
    void noLauncher_isSaid() {
        assertThatThrownBy(() -> new StartTopic(home).measure(log))
                .isInstanceOf(PerfException.class)
                .hasMessageContaining(home.resolve("winnow").toString());
    }

    private double figure(String name) {
        return Optional.ofNullable(figures.get(name)).orElseThrow(() -> new AssertionError("no " + name));
    }

    private void launcher(String script) throws IOException {
        Path file = home.resolve("winnow");
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Is ready a while after it was started, at the port of its configuration. */
    static final class SlowService {
        static final int MILLIS = 200;

        private SlowService() {}

        public static void main(String[] arguments) throws IOException {
            long began = System.nanoTime();
            List<String> site = Files.readAllLines(Path.of(arguments[2], "site.yaml"));
            int port = Integer.parseInt(site.get(1).replaceAll("\\D", ""));
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/q/health/ready", exchange -> {
                boolean ready = System.nanoTime() - began > MILLIS * 1_000_000L;
                exchange.sendResponseHeaders(ready ? 200 : 503, -1);
                exchange.close();
            });
            server.start();
        }
    }
}
