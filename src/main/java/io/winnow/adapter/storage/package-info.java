/** What is kept: a relational database for everything small, files for frames and embeddings. */
@NullMarked
package io.winnow.adapter.storage;

import org.jspecify.annotations.NullMarked;
