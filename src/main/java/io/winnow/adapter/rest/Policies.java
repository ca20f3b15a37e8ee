package io.winnow.adapter.rest;

import io.winnow.core.inspection.StationId;
import io.winnow.core.life.PromotionPolicy;

/** The promotion policy of each station. */
@FunctionalInterface
public interface Policies {
    PromotionPolicy of(StationId station);
}
