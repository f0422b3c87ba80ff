/* Arm's MPS2 board with image AN386, a Cortex-M4, as QEMU emulates it: start, files by semihosting, a timer as clock, and the stack. The MPS3 board with
   image AN547, a Cortex-M55, differs in that its timer lies elsewhere (RIG_HAS_NO_TIMER); of its memories, those at these addresses have 512 KB.
   Semihosting: Arm IHI 0071; timer: CMSDK APB timer, Arm DDI 0479. */
#include "platform.h"

/* Operations of semihosting. */
#define SYS_OPEN 0x01
#define SYS_CLOSE 0x02
#define SYS_WRITE0 0x04
#define SYS_WRITE 0x05
#define SYS_READ 0x06
#define SYS_EXIT_EXTENDED 0x20
#define APPLICATION_EXIT 0x20026
#define OPEN_READ_BINARY 1
#define OPEN_WRITE_BINARY 5

/* The timer counts down at 25 MHz. With -icount shift=0 an instruction takes a nanosecond, so a step is 40 instructions. */
#define TIMER_CONTROL (*(volatile uint32_t *) 0x40000000)
#define TIMER_VALUE (*(volatile uint32_t *) 0x40000004)
#define TIMER_RELOAD (*(volatile uint32_t *) 0x40000008)
#define INSTRUCTIONS_PER_STEP 40u

#define COPROCESSOR_ACCESS (*(volatile uint32_t *) 0xe000ed88)

#define PAINT 0xdeadbeefu

/* From the linker script. */
extern uint32_t rig_stack_bottom[], rig_stack_top[];
extern uint32_t rig_data_start[], rig_data_end[], rig_data_source[];
extern uint32_t rig_bss_start[], rig_bss_end[];

int main(void);

static int input, output, figures;

static int semihosting(int operation, const void *arguments) {
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = arguments;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static void end(uint32_t code) {
    const uint32_t arguments[] = {APPLICATION_EXIT, code};
    for (;;) {
        semihosting(SYS_EXIT_EXTENDED, arguments);
    }
}

void platform_fail(const char *what) {
    semihosting(SYS_WRITE0, what);
    semihosting(SYS_WRITE0, "\n");
    end(1);
}

static void fault(void) {
    platform_fail("the processor met a fault: a wrong address, an unknown instruction, or a full stack");
}

static void reset(void) {
    uint32_t *to, *from = rig_data_source;
    for (to = rig_data_start; to < rig_data_end; to++) {
        *to = *from++;
    }
    for (to = rig_bss_start; to < rig_bss_end; to++) {
        *to = 0;
    }
#ifdef __ARM_FP
    COPROCESSOR_ACCESS |= 0xfu << 20;
    __asm__ volatile("dsb\n\tisb");
#endif
#ifndef RIG_HAS_NO_TIMER
    TIMER_RELOAD = 0xffffffff;
    TIMER_VALUE = 0xffffffff;
    TIMER_CONTROL = 1;
#endif
    main();
    end(1);
}

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    rig_stack_top, (void *) reset, (void *) fault, (void *) fault, (void *) fault, (void *) fault, (void *) fault,
};

static int opened(const char *name, uint32_t length, uint32_t mode) {
    const uint32_t arguments[] = {(uint32_t) name, mode, length};
    int file = semihosting(SYS_OPEN, arguments);
    if (file < 0) {
        platform_fail(name);
    }
    return file;
}

void platform_open(void) {
    input = opened("input.bin", 9, OPEN_READ_BINARY);
    output = opened("output.bin", 10, OPEN_WRITE_BINARY);
    figures = opened("figures.bin", 11, OPEN_WRITE_BINARY);
}

size_t platform_read(void *to, size_t bytes) {
    const uint32_t arguments[] = {(uint32_t) input, (uint32_t) to, bytes};
    return bytes - (size_t) semihosting(SYS_READ, arguments);
}

static void write_to(int file, const void *from, size_t bytes) {
    const uint32_t arguments[] = {(uint32_t) file, (uint32_t) from, bytes};
    if (semihosting(SYS_WRITE, arguments) != 0) {
        platform_fail("cannot write");
    }
}

void platform_write_output(const void *from, size_t bytes) {
    write_to(output, from, bytes);
}

void platform_write_figures(const void *from, size_t bytes) {
    write_to(figures, from, bytes);
}

void platform_finish(void) {
    const int files[] = {input, output, figures};
    int i;
    for (i = 0; i < 3; i++) {
        semihosting(SYS_CLOSE, &files[i]);
    }
    end(0);
}

uint64_t platform_ticks(void) {
#ifdef RIG_HAS_NO_TIMER
    return 0;
#else
    return (uint64_t) (0xffffffffu - TIMER_VALUE) * INSTRUCTIONS_PER_STEP;
#endif
}

static uint32_t *stack_pointer(void) {
    uint32_t *pointer;
    __asm__ volatile("mov %0, sp" : "=r"(pointer));
    return pointer;
}

void platform_paint_stack(void) {
    uint32_t *free_end = stack_pointer();
    uint32_t *word;
    for (word = rig_stack_bottom; word < free_end; word++) {
        *word = PAINT;
    }
}

uint32_t platform_stack_used(void) {
    uint32_t *word = rig_stack_bottom;
    /* where the stack of the caller ends */
    uint32_t *now = (uint32_t *) __builtin_dwarf_cfa();
    while (word < now && *word == PAINT) {
        word++;
    }
    return (uint32_t) ((char *) now - (char *) word);
}
