#pragma once

#include <cstddef>
#include <functional>

namespace winnow {

// Calls body(worker, task) once for each task, on at most `threads` threads of which the caller is one; worker is below
// `threads`, and no two calls with the same worker overlap. An exception of the body ends the run and is thrown here. The
// helpers are shared by all callers: with OpenMP every calling thread would get, and keep, a pool of its own.
void parallel_for(size_t threads, size_t tasks, const std::function<void(size_t worker, size_t task)>& body);

}  // namespace winnow
