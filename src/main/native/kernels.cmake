# add_kernels(TARGET): the kernels, compiled once for each instruction set; dispatch.cpp chooses when the library is loaded.
set(WINNOW_NATIVE ${CMAKE_CURRENT_LIST_DIR})
set(WINNOW_AVX2 -mavx2 -mfma)
set(WINNOW_AVX512 -mavx512f -mavx512vl -mavx512dq -mavx512bw -mfma -mprefer-vector-width=512)

function(add_kernel_objects target name source)
    cmake_parse_arguments(KERNEL "" "" "DEFINITIONS;OPTIONS" ${ARGN})
    add_library(${target}_${name} OBJECT ${WINNOW_NATIVE}/${source})
    target_compile_definitions(${target}_${name} PRIVATE ${KERNEL_DEFINITIONS})
    target_compile_options(${target}_${name} PRIVATE -Wall -Wextra ${KERNEL_OPTIONS})
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${target}_${name}>)
endfunction()

function(add_float_kernels target isa lanes query_tile)
    set(definitions WINNOW_ISA=${isa} WINNOW_LANES=${lanes})
    add_kernel_objects(${target} dots_${isa} dot_kernels.cpp
        DEFINITIONS ${definitions} WINNOW_QUERY_TILE=${query_tile} OPTIONS -ffp-contract=fast ${ARGN})
    add_kernel_objects(${target} differences_${isa} difference_kernels.cpp
        DEFINITIONS ${definitions} OPTIONS -Wno-psabi -ffp-contract=off ${ARGN})
endfunction()

# The intrinsics of this compiler start from undefined registers, and it warns about them.
function(add_byte_kernels target isa lanes query_tile)
    add_kernel_objects(${target} bytes_${isa} byte_kernels.cpp
        DEFINITIONS WINNOW_ISA=${isa} WINNOW_LANES=${lanes} WINNOW_BYTE_TILE=${query_tile}
        OPTIONS -Wno-unused-parameter -Wno-uninitialized -Wno-maybe-uninitialized -ffp-contract=fast ${ARGN})
endfunction()

function(add_kernels target)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
        add_float_kernels(${target} baseline 4 2)
        add_float_kernels(${target} avx2 8 3 ${WINNOW_AVX2})
        add_float_kernels(${target} avx512 16 6 ${WINNOW_AVX512})
        add_byte_kernels(${target} avx2 8 5 ${WINNOW_AVX2})
        add_byte_kernels(${target} avxvnni 8 6 ${WINNOW_AVX2} -mavxvnni)
        add_byte_kernels(${target} avx512 16 12 ${WINNOW_AVX512})
        add_byte_kernels(${target} avx512vnni 16 12 ${WINNOW_AVX512} -mavx512vnni)
    else()
        add_float_kernels(${target} baseline 4 4) # NEON on aarch64
        add_byte_kernels(${target} dotprod 4 6 -march=armv8.2-a+dotprod)
    endif()
endfunction()
