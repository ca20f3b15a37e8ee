package io.winnow.adapter.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.ScoredRegion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A box of a model as it is stored. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RegionRow(
        double left,
        double top,
        double right,
        double bottom,
        @Nullable Double score) {
    private static final TypeReference<List<RegionRow>> LIST = new TypeReference<>() {};

    static String writeScored(List<ScoredRegion> regions) {
        return Json.write(regions.stream()
                .map(region -> row(region.box(), region.score()))
                .toList());
    }

    static List<ScoredRegion> readScored(String json) {
        return Json.read(json, LIST).stream()
                .map(row -> new ScoredRegion(row.box(), row.score() == null ? 0 : row.score()))
                .toList();
    }

    private static RegionRow row(RegionOfInterest box, @Nullable Double score) {
        return new RegionRow(box.left(), box.top(), box.right(), box.bottom(), score);
    }

    private RegionOfInterest box() {
        return new RegionOfInterest(left, top, right, bottom);
    }
}
