#include "layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace winnow {
namespace {

constexpr uint32_t kEuclidean = 1;
constexpr uint64_t kLargestDimension = 1 << 20;
constexpr size_t kChunk = 1 << 14;

constexpr uint32_t fourcc(const char (&name)[5]) {
    return static_cast<uint32_t>(static_cast<unsigned char>(name[0])) |
           static_cast<uint32_t>(static_cast<unsigned char>(name[1])) << 8 |
           static_cast<uint32_t>(static_cast<unsigned char>(name[2])) << 16 |
           static_cast<uint32_t>(static_cast<unsigned char>(name[3])) << 24;
}

[[noreturn]] void refuse(const std::string& why) {
    throw std::runtime_error("the index file is damaged: " + why);
}

struct Header {
    uint64_t d;
    uint64_t ntotal;
};

class Layout {
public:
    explicit Layout(std::FILE* file) : file_(file), chunk_(kChunk) {
        if (std::fseek(file_, 0, SEEK_END) != 0) {
            refuse("its length cannot be told");
        }
        length_ = static_cast<uint64_t>(std::ftell(file_));
        std::rewind(file_);
    }

    void require() {
        uint32_t kind = read<uint32_t>();
        if (kind == fourcc("IxF2")) {
            flat(header());
        } else if (kind == fourcc("IwFl")) {
            inverted_lists();
        } else {
            throw std::runtime_error("the file's kind of index is not recognized: neither flat nor inverted lists");
        }
        std::rewind(file_);
    }

private:
    uint64_t left() const { return length_ - position_; }

    void bytes(void* into, size_t count) {
        if (count > left() || std::fread(into, 1, count, file_) != count) {
            refuse("it ends at byte " + std::to_string(length_) + ", within its content");
        }
        position_ += count;
    }

    template <typename T>
    T read() {
        T value;
        bytes(&value, sizeof(value));
        return value;
    }

    // A number of elements of some bytes each that have to fit what is left of the file.
    uint64_t count(uint64_t number, uint64_t element_bytes, const char* what) const {
        if (number > left() / element_bytes) {
            refuse(std::string(what) + " are said to be " + std::to_string(number) + ", which do not fit its " +
                   std::to_string(length_) + " bytes");
        }
        return number;
    }

    uint8_t read_bool() {
        uint8_t value = read<uint8_t>();
        if (value > 1) {
            refuse("a truth value is " + std::to_string(value));
        }
        return value;
    }

    Header header() {
        int32_t d = read<int32_t>();
        int64_t ntotal = read<int64_t>();
        read<int64_t>();
        read<int64_t>();
        uint8_t trained = read_bool();
        uint32_t metric = read<uint32_t>();
        if (metric != kEuclidean || trained != 1) {
            refuse("the index is not trained or its metric is not L2");
        }
        if (d < 1 || static_cast<uint64_t>(d) > kLargestDimension || ntotal < 1) {
            refuse("the index has dimension " + std::to_string(d) + " and " + std::to_string(ntotal) +
                   " vectors; both must be positive");
        }
        return {static_cast<uint64_t>(d), static_cast<uint64_t>(ntotal)};
    }

    void floats(uint64_t number) {
        for (uint64_t done = 0; done < number;) {
            size_t some = static_cast<size_t>(std::min<uint64_t>(kChunk, number - done));
            bytes(chunk_.data(), some * sizeof(float));
            for (size_t i = 0; i < some; i++) {
                if (!std::isfinite(chunk_[i])) {
                    refuse("number " + std::to_string(done + i) + " of a list of vectors is not finite");
                }
            }
            done += some;
        }
    }

    void flat(Header header) {
        uint64_t numbers = count(read<uint64_t>(), sizeof(float), "numbers");
        if (header.ntotal > numbers || numbers != header.ntotal * header.d) {
            refuse(std::to_string(header.ntotal) + " vectors of dimension " + std::to_string(header.d) +
                   " cannot have " + std::to_string(numbers) + " numbers");
        }
        floats(numbers);
    }

    void inverted_lists() {
        Header own = header();
        uint64_t nlist = count(read<uint64_t>(), own.d * sizeof(float), "lists");
        uint64_t nprobe = read<uint64_t>();
        if (nlist < 1 || nprobe < 1 || nprobe > nlist) {
            refuse("it looks at " + std::to_string(nprobe) + " of " + std::to_string(nlist) + " lists");
        }
        if (read<uint32_t>() != fourcc("IxF2")) {
            refuse("its quantizer is no flat index");
        }
        Header quantizer = header();
        if (quantizer.d != own.d || quantizer.ntotal != nlist) {
            refuse("its quantizer has " + std::to_string(quantizer.ntotal) + " vectors of dimension " +
                   std::to_string(quantizer.d) + ", must have " + std::to_string(nlist) + " of " +
                   std::to_string(own.d));
        }
        flat(quantizer);
        if (read<uint8_t>() != 0 || read<uint64_t>() != 0) {
            refuse("it has a map of ids, which this library does not write");
        }
        lists(own, nlist);
    }

    void lists(Header own, uint64_t nlist) {
        uint64_t code_bytes = own.d * sizeof(float);
        if (read<uint32_t>() != fourcc("ilar") || read<uint64_t>() != nlist || read<uint64_t>() != code_bytes) {
            refuse("its lists do not fit their header");
        }
        std::vector<uint64_t> sizes = list_sizes(nlist);
        uint64_t total = 0;
        for (uint64_t size : sizes) {
            total += count(size, code_bytes + sizeof(int64_t), "vectors of a list");
            if (total > own.ntotal) {
                break;
            }
            floats(size * own.d);
            for (uint64_t i = 0; i < size; i++) {
                read<int64_t>();  // order and bounds of ids are checked once the index is read
            }
        }
        if (total != own.ntotal) {
            refuse("its lists do not hold the " + std::to_string(own.ntotal) + " vectors that it says it has");
        }
    }

    // One size for each list, or pairs of list and size for those that are not empty.
    std::vector<uint64_t> list_sizes(uint64_t nlist) {
        uint32_t kind = read<uint32_t>();
        uint64_t entries = count(read<uint64_t>(), sizeof(uint64_t), "list sizes");
        bool pairs = kind == fourcc("sprs");
        if (pairs ? entries % 2 != 0 || entries / 2 > nlist : kind != fourcc("full") || entries != nlist) {
            refuse("its table of list sizes has " + std::to_string(entries) + " entries for " +
                   std::to_string(nlist) + " lists");
        }
        std::vector<uint64_t> sizes(nlist);
        for (uint64_t i = 0; i < entries; i += pairs ? 2 : 1) {
            uint64_t list = pairs ? read<uint64_t>() : i;
            if (list >= nlist) {
                refuse("its table of list sizes names list " + std::to_string(list) + " of " + std::to_string(nlist));
            }
            sizes[list] = read<uint64_t>();
        }
        return sizes;
    }

    std::FILE* file_;
    std::vector<float> chunk_;
    uint64_t length_ = 0;
    uint64_t position_ = 0;
};

}  // namespace

void require_layout(std::FILE* file) {
    Layout(file).require();
}

}  // namespace winnow
