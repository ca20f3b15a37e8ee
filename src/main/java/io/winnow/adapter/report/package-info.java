/** Writes studies as JSON, CSV and HTML with Jackson, and keeps their outcomes. */
@NullMarked
package io.winnow.adapter.report;

import org.jspecify.annotations.NullMarked;
