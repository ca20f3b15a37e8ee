// Registers of floats and what has their number of lanes; the file of an instruction set includes it and adds its own.
#pragma once

#include <string.h>

#include "kernels.h"

namespace winnow::WINNOW_ISA {
namespace {

typedef float Lanes __attribute__((vector_size(WINNOW_LANES * 4)));
typedef Lanes UnalignedLanes __attribute__((aligned(4), may_alias));
typedef int32_t IntLanes __attribute__((vector_size(WINNOW_LANES * 4)));
typedef int8_t ByteLanes __attribute__((vector_size(WINNOW_LANES)));

}  // namespace
}  // namespace winnow::WINNOW_ISA
