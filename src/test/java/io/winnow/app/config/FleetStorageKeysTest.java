package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.app.config.SiteConfiguration.KubernetesRefit;
import io.winnow.app.config.SiteConfiguration.Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sections storage.objects and refit.kubernetes. */
class FleetStorageKeysTest {
    private static final String BUCKET = "objects: {bucket: winnow, uri: 'http://storage:9000', %s}";
    private static final String DATABASE = "database: {uri: 'postgresql://db:5432/winnow'}";

    private final Folder folder;

    FleetStorageKeysTest(@TempDir Path parent) throws IOException {
        folder = new Folder(parent);
        Files.writeString(parent.resolve("key"), "key");
        Files.writeString(parent.resolve("secret"), "secret");
    }

    private SiteConfiguration read(String... sections) throws Exception {
        folder.site(Folder.SITE + String.join("\n", sections) + "\n");
        return folder.read().site();
    }

    private void refused(String problem, String... sections) {
        assertThatThrownBy(() -> read(sections)).hasMessageContaining(problem);
    }

    @Test
    void objects_given_areReadWithTheirSecrets() throws Exception {
        SiteConfiguration site = read("storage: {"
                + BUCKET.formatted("prefix: plant-1, accessKeyFile: key, secretKeyFile: secret, timeout: 5s") + "}");

        Objects objects = site.storage().objects().orElseThrow();
        assertThat(objects.prefix()).isEqualTo("plant-1/");
        assertThat(objects.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(objects.pathStyle()).isTrue();
        assertThat(objects.secretKey().orElseThrow().reveal()).isEqualTo("secret");
        assertThat(site.secretFiles()).hasSize(2);
    }

    @Test
    void objects_withoutBucketOrHalfAKey_areRefused() {
        refused(
                "storage.objects.region = eu-1: means nothing without storage.objects.bucket",
                "storage: {objects: {region: eu-1}}");
        refused(
                "storage.objects.accessKeyFile = key: needs storage.objects.secretKeyFile",
                "storage: {" + BUCKET.formatted("accessKeyFile: key") + "}");
        refused(
                "storage.objects.secretKeyFile = missing: cannot be read",
                "storage: {" + BUCKET.formatted("accessKeyFile: key, secretKeyFile: missing") + "}");
        refused("storage.objects.bucket = No_Bucket", "storage: {objects: {bucket: No_Bucket}}");
    }

    @Test
    void backupEvery_withABucket_isRefused() {
        refused(
                "contradicts storage.objects",
                "storage: {" + BUCKET.formatted("cache: 1GB") + ", backup: {every: 1d}}");
    }

    @Test
    void executorKubernetes_allGiven_isRead() throws Exception {
        SiteConfiguration site = read(
                "storage: {" + BUCKET.formatted("cache: 1GB") + ", " + DATABASE + "}",
                "refit: {executor: kubernetes, kubernetes: {image: 'registry:5000/winnow:1', cpu: 500m, memory: 8GiB}}");

        KubernetesRefit refit = site.refit().kubernetes().orElseThrow();
        assertThat(refit.image()).isEqualTo("registry:5000/winnow:1");
        assertThat(refit.cpu()).contains("500m");
        assertThat(refit.memory().orElseThrow().bytes()).isEqualTo(8L << 30);
        assertThat(refit.deadline()).isEqualTo(Duration.ofHours(6));
        assertThat(refit.server().namespace()).isEmpty();
    }

    @Test
    void executorKubernetes_nothingShared_isRefused() {
        refused(
                "refit.executor = kubernetes: needs storage.database and storage.objects",
                "refit: {executor: kubernetes, kubernetes: {image: winnow}}");
    }

    @Test
    void executorKubernetes_withoutImage_isRefused() {
        refused(
                "refit.executor = kubernetes: needs refit.kubernetes.image",
                "storage: {" + BUCKET.formatted("cache: 1GB") + ", " + DATABASE + "}",
                "refit: {executor: kubernetes}");
    }

    @Test
    void executorLocal_withAnImage_isRefused() {
        refused("means nothing unless refit.executor is kubernetes", "refit: {kubernetes: {image: winnow}}");
    }
}
