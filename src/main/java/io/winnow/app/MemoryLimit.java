package io.winnow.app;

import com.sun.management.OperatingSystemMXBean;
import io.winnow.app.config.DataSize;
import io.winnow.app.config.SiteConfiguration;
import java.lang.management.ManagementFactory;

/** How much memory a refit may take. */
final class MemoryLimit {
    private static final double SHARE = 0.6;

    private MemoryLimit() {}

    /** What is configured, or a share of what the machine, or the container, has. */
    static long of(SiteConfiguration.Refit settings) {
        return settings.memory().map(DataSize::bytes).orElseGet(() -> {
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return (long) (SHARE * system.getTotalMemorySize());
        });
    }
}
