package io.winnow.shipping;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.micrometer.prometheus.PrometheusNamingConvention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of the series that the service exports. Most of its meters exist only once something has happened, so those of our own are read off
 * the source, where each is made with its name as a literal; the client library then says what they are called in an export.
 */
@SuppressWarnings("deprecation") // the client library is the one that Quarkus brings along
final class ExportedMetrics {
    private static final Path APP = Path.of("src/main/java/io/winnow/app");
    private static final Pattern MADE = Pattern.compile(
            "(MultiGauge\\.builder|FunctionCounter\\.builder|Gauge\\.builder|\\.counter|timer)\\(\\s*\"(winnow\\.[a-z0-9.]+)\"");
    private static final Pattern FIGURE = Pattern.compile("\"(winnow\\.[a-z0-9.]+\\.ratio)\"");

    private ExportedMetrics() {}

    static Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of("up")); // Prometheus' own
        try (Stream<Path> files = Files.walk(APP)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                for (Matcher made = MADE.matcher(source); made.find(); ) {
                    addSeries(names, made.group(2), kind(made.group(1)));
                }
                for (Matcher figure = FIGURE.matcher(source); figure.find(); ) {
                    addSeries(names, figure.group(1), Meter.Type.GAUGE);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        addLibraries(names);
        return names;
    }

    private static Meter.Type kind(String call) {
        return switch (call) {
            case "timer" -> Meter.Type.TIMER;
            case ".counter", "FunctionCounter.builder" -> Meter.Type.COUNTER;
            default -> Meter.Type.GAUGE;
        };
    }

    private static void addSeries(Set<String> names, String meter, Meter.Type type) {
        String series = new PrometheusNamingConvention().name(meter, type);
        if (type == Meter.Type.TIMER) {
            names.addAll(Set.of(series + "_bucket", series + "_count", series + "_sum", series + "_max"));
        } else {
            names.add(series);
        }
    }

    /** What the framework binds beside ours. */
    private static void addLibraries(Set<String> names) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> names.add(line.replaceFirst("[ {].*", "")));
    }
}
