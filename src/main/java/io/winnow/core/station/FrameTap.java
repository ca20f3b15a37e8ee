package io.winnow.core.station;

import io.winnow.core.inspection.Inspection;

/** Sees frames that a model decided, after everything of them is stored. Called on the inspecting thread; must be quick. */
@FunctionalInterface
public interface FrameTap {
    void decided(Inspection inspection, PatchSource frame);
}
