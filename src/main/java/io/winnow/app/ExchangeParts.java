package io.winnow.app;

import io.winnow.adapter.exchange.ExchangeFiles;
import io.winnow.adapter.opencv.OpenCvImageEncoder;
import io.winnow.adapter.opencv.OpenCvMaskReader;
import io.winnow.core.exchange.Exports;
import io.winnow.core.exchange.Imports;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LabelService;
import io.winnow.core.review.QualityOverTime;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;

/** What takes labels and frames out and in, and what tells how figures went over time. */
record ExchangeParts(Exports exports, Imports imports, QualityOverTime overTime) implements AutoCloseable {
    /**
     * Puts them together.
     *
     * @param folder of all data; files on their way in lie below it
     * @param looked the part of the image that a station's maps cover
     * @param labelled hears of imported labels on frames that the station's camera took
     */
    static ExchangeParts build(
            Stores stores,
            Path folder,
            Function<StationId, RegionOfInterest> looked,
            LabelService.Listener labelled,
            Clock clock) {
        ExchangeFiles files = new ExchangeFiles(new OpenCvImageEncoder(), new OpenCvMaskReader(DecodeLimits.DEFAULT));
        return new ExchangeParts(
                new Exports(stores.exchange(), stores.frames(), files),
                new Imports(
                        new Imports.Tools(stores.exchange(), stores.frames(), files, labelled, clock),
                        folder.resolve("imports")),
                new QualityOverTime(stores.timed(), looked));
    }

    @Override
    public void close() {
        imports.close();
    }
}
