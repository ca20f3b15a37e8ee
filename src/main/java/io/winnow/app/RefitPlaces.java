package io.winnow.app;

import io.winnow.adapter.kubernetes.Cluster;
import io.winnow.adapter.kubernetes.JobRecipe;
import io.winnow.adapter.kubernetes.KubernetesRefits;
import io.winnow.app.config.DataSize;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.SiteConfiguration.KubernetesRefit;
import io.winnow.core.model.JobReports;
import io.winnow.core.model.RefitExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** Where the configuration wants refits to run. */
final class RefitPlaces {
    private RefitPlaces() {}

    /** In a cluster; empty where they run in this process. */
    static Optional<RefitExecutor> elsewhere(
            SiteConfiguration site, JobReports reports, Map<String, String> environment) {
        return site.refit().kubernetes().map(wanted -> {
            try {
                Cluster cluster = cluster(wanted, environment);
                return new KubernetesRefits(
                        cluster, recipe(site.site(), cluster, wanted), reports, KubernetesRefits.Pace.USUAL);
            } catch (IOException e) {
                throw new UncheckedIOException("refits cannot run in a cluster: " + e.getMessage(), e);
            }
        });
    }

    private static Cluster cluster(KubernetesRefit wanted, Map<String, String> environment) throws IOException {
        KubernetesRefit.Server server = wanted.server();
        return Cluster.of(
                new Cluster.Given(server.uri(), server.token(), server.authorities(), server.namespace()), environment);
    }

    private static JobRecipe recipe(String site, Cluster cluster, KubernetesRefit wanted) {
        return new JobRecipe(
                site,
                cluster.namespace(),
                wanted.image(),
                wanted.serviceAccount(),
                wanted.cpu(),
                wanted.memory().map(DataSize::bytes),
                wanted.template(),
                wanted.configuration(),
                wanted.deadline(),
                wanted.keepFinished());
    }
}
