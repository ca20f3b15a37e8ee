package io.winnow.adapter.simulation;

import io.winnow.core.image.RegionOfInterest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where a simulated operator says what a frame shows: the same door that people use. */
public interface OperatorDesk {
    /**
     * Labels an inspection.
     *
     * @param defectType empty where the frame is normal
     * @param regions boxes around the defect; none where the frame is normal
     */
    void label(String inspectionId, Optional<String> defectType, List<RegionOfInterest> regions) throws IOException;
}
