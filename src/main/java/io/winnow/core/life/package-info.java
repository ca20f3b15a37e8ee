/** What becomes of a model version: candidate, examination, promotion or hold, rollback, and what stands in for a damaged one. */
@NullMarked
package io.winnow.core.life;

import org.jspecify.annotations.NullMarked;
