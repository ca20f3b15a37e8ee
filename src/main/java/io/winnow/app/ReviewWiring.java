package io.winnow.app;

import io.winnow.adapter.rest.LivePush;
import io.winnow.core.review.LabelDesk;
import io.winnow.core.review.ReviewCandidates;
import io.winnow.core.review.ReviewLooks;
import io.winnow.core.review.ReviewQueue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts together what people review and label with. */
@Singleton
public class ReviewWiring {
    @Produces
    @Singleton
    LabelDesk desk(Plant plant, LivePush push) {
        return new LabelDesk(plant.stores().opinions(), plant.clock(), (inspection, opinion) -> {
            push.said(inspection, opinion);
            plant.heard(inspection, opinion.label());
        });
    }

    @Produces
    @Singleton
    ReviewCandidates candidates(Plant plant) {
        return plant.stores().candidates();
    }

    @Produces
    @Singleton
    ReviewQueue queue(Plant plant) {
        return new ReviewQueue(plant.stores().reviews(), plant.stores().candidates());
    }

    @Produces
    @Singleton
    ReviewLooks looks(Plant plant, LivePush push) {
        return new ReviewLooks(SteadyClock.fromNow(), push::looked);
    }
}
