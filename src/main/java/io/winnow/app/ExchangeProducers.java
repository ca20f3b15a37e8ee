package io.winnow.app;

import io.winnow.core.exchange.Exports;
import io.winnow.core.exchange.Imports;
import io.winnow.core.review.QualityOverTime;
import io.winnow.core.threshold.ThresholdStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands the parts for export, import and figures over time to the resources. */
@Singleton
class ExchangeProducers {
    private final Plant plant;

    ExchangeProducers(Plant plant) {
        this.plant = plant;
    }

    @Produces
    @Singleton
    Exports exports() {
        return plant.exchange().exports();
    }

    @Produces
    @Singleton
    Imports imports() {
        return plant.exchange().imports();
    }

    @Produces
    @Singleton
    QualityOverTime overTime() {
        return plant.exchange().overTime();
    }

    @Produces
    @Singleton
    ThresholdStore thresholdChanges() {
        return plant.stores().thresholds();
    }
}
