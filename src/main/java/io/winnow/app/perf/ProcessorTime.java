package io.winnow.app.perf;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Processor time of this process, all threads together. */
public final class ProcessorTime {
    private ProcessorTime() {}

    /** Nanoseconds since the start; 0 where the Java runtime does not say. */
    public static long nanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
