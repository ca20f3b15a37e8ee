/** What is kept in S3-compatible object storage: frames, embeddings and the files of fitted models, with caches on this machine. */
@NullMarked
package io.winnow.adapter.objects;

import org.jspecify.annotations.NullMarked;
