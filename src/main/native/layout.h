// The layout of the files that FAISS 1.7.3 writes for the indexes of this library.
#pragma once

#include <cstdio>

namespace winnow {

// Throws unless the file holds a flat index, or inverted lists with a flat quantizer, whose every count fits what follows it,
// and whose numbers are finite. FAISS 1.7.3 believes the counts of a file: it asks for the memory first, reads beyond
// the end of an odd table of sizes, and ends the process over some kinds of index. Reads from the beginning of the file and
// leaves it there; bytes after the index are no matter.
void require_layout(std::FILE* file);

}  // namespace winnow
