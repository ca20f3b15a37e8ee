package io.winnow.app.config;

import io.winnow.app.config.SiteConfiguration.KubernetesRefit;
import io.winnow.app.config.SiteConfiguration.Refit;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code refit}: what refits may take, and where they run. */
final class RefitReader {
    private static final DataSize LEAST_SPACE = new DataSize(1_000_000);
    private static final DataSize MOST_SPACE = new DataSize(1_000_000_000_000_000L);
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern CPU = Pattern.compile("[1-9][0-9]{0,3}(\\.[0-9]{1,3}|[0-9]{0,3}m)?");

    private final Section refit;
    private final Path base;

    RefitReader(Section refit, Path base) {
        this.refit = refit;
        this.base = base;
    }

    /** @param shared whether other machines reach the database and what is stored */
    Refit read(boolean shared) {
        Optional<DataSize> memory = refit.size("memory", LEAST_SPACE, MOST_SPACE, "60 % of the machine's memory");
        String executor = refit.choice("executor", List.of("local", "kubernetes"), word -> word, "local");
        Section section = refit.section("kubernetes");
        Optional<KubernetesRefit> kubernetes = kubernetes(section);
        if (!executor.equals("kubernetes")) {
            if (section.has("image")) {
                section.problem("image", "means nothing unless refit.executor is kubernetes");
            }
            return new Refit(memory, Optional.empty());
        }
        if (!section.has("image")) {
            refit.problem("executor", "needs refit.kubernetes.image");
        }
        if (!shared) {
            refit.problem(
                    "executor",
                    "needs storage.database and storage.objects, which the pod of a Job shares with the service");
        }
        return new Refit(memory, kubernetes);
    }

    private Optional<KubernetesRefit> kubernetes(Section section) {
        Optional<String> image =
                section.optionalText("image", "the name of a container image", text -> Forms.matching(IMAGE, text));
        Optional<URI> uri = section.optionalText(
                "uri",
                "an address such as https://10.0.0.1:6443 (http or https)",
                "that of the cluster it runs in",
                Forms::web);
        Optional<Path> token = file(section, "tokenFile", "a path", "the service account's");
        Optional<Path> authorities = file(section, "authorities", "a path of a PEM file", "the service account's");
        Optional<String> namespace = section.optionalText(
                "namespace", "the name of a namespace", "the service account's", text -> Forms.matching(LABEL, text));
        Optional<String> account = section.optionalText(
                "serviceAccount", "the name of a service account", "default", text -> Forms.matching(LABEL, text));
        Optional<String> cpu =
                section.optionalText("cpu", "processors such as 4, 0.5 or 500m", text -> Forms.matching(CPU, text));
        Optional<DataSize> memory = section.size("memory", LEAST_SPACE, MOST_SPACE, Section.NONE);
        Optional<Path> template = file(section, "template", "a path of a YAML file", Section.NONE);
        String configuration = section.text("configuration", "a path in the pod", "/etc/winnow");
        Duration deadline =
                section.duration("deadline", Duration.ofMinutes(1), Duration.ofDays(7), Duration.ofHours(6));
        Duration keep =
                section.duration("keepFinished", Duration.ofSeconds(0), Duration.ofDays(30), Duration.ofHours(1));
        return image.map(name -> new KubernetesRefit(
                new KubernetesRefit.Server(uri, token, authorities, namespace),
                name,
                account,
                cpu,
                memory,
                template,
                configuration,
                deadline,
                keep));
    }

    private Optional<Path> file(Section section, String key, String form, String absent) {
        Optional<Path> file = section.optionalText(key, form, absent, base::resolve);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            section.problem(key, "cannot be read");
        }
        return file;
    }
}
