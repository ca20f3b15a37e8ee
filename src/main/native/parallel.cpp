#include "parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

namespace winnow {
namespace {

// One call of parallel_for. Shared with the helpers, which may find it finished long after its caller has left.
struct Run {
    Run(size_t tasks, const std::function<void(size_t, size_t)>& body) : tasks(tasks), body(body) {}

    const size_t tasks;
    const std::function<void(size_t, size_t)>& body;  // valid while `active` > 0
    std::atomic<size_t> next{0};
    std::mutex mutex;
    std::condition_variable finished;
    size_t workers = 0;
    size_t active = 0;
    bool closed = false;
    std::exception_ptr failure;

    void work() {
        size_t worker;
        {
            std::lock_guard<std::mutex> lock(mutex);
            if (closed) {
                return;
            }
            worker = workers++;
            active++;
        }
        std::exception_ptr thrown;
        try {
            for (size_t task = next++; task < tasks; task = next++) {
                body(worker, task);
            }
        } catch (...) {
            thrown = std::current_exception();
            next = tasks;
        }
        std::lock_guard<std::mutex> lock(mutex);
        if (thrown && !failure) {
            failure = thrown;
        }
        if (--active == 0) {
            finished.notify_all();
        }
    }

    void finish() {
        std::unique_lock<std::mutex> lock(mutex);
        closed = true;
        finished.wait(lock, [this] { return active == 0; });
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
};

class Helpers {
public:
    void offer(const std::shared_ptr<Run>& run, size_t count) {
        std::lock_guard<std::mutex> lock(mutex_);
        for (; threads_ < count; threads_++) {
            std::thread([this] { serve(); }).detach();
        }
        for (size_t i = 0; i < count; i++) {
            runs_.push_back(run);
        }
        waiting_.notify_all();
    }

private:
    [[noreturn]] void serve() {
        for (;;) {
            std::shared_ptr<Run> run;
            {
                std::unique_lock<std::mutex> lock(mutex_);
                waiting_.wait(lock, [this] { return !runs_.empty(); });
                run = std::move(runs_.front());
                runs_.pop_front();
            }
            run->work();
        }
    }

    std::mutex mutex_;
    std::condition_variable waiting_;
    std::deque<std::shared_ptr<Run>> runs_;
    size_t threads_ = 0;
};

// Never destroyed: its threads run until the process ends.
Helpers& helpers() {
    static Helpers* const instance = new Helpers;
    return *instance;
}

}  // namespace

void parallel_for(size_t threads, size_t tasks, const std::function<void(size_t, size_t)>& body) {
    size_t wanted = std::min(threads, tasks);
    if (wanted <= 1) {
        for (size_t task = 0; task < tasks; task++) {
            body(0, task);
        }
        return;
    }
    auto run = std::make_shared<Run>(tasks, body);
    helpers().offer(run, wanted - 1);
    run->work();
    run->finish();
}

}  // namespace winnow
