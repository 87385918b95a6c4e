# A file mapped twice: stores through the shared mapping reach the file, stores through the private one stay in a copy.
# expect: shared: read() sees 'S'
# expect: private: read() still sees 'S', the mapping holds 'P'
# expect: anonymous memory starts as 0

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        la      a0, path
        li      a1, O_RDWR | O_CREAT
        li      a2, 0600
        system  open
        mv      s0, a0
        li      a1, 4096
        li      a2, 0
        system  ftruncate64
        li      a3, MAP_SHARED
        call    map_file
        mv      s1, a0
        li      a3, MAP_PRIVATE
        call    map_file
        mv      s2, a0

        li      t0, 'S'
        sb      t0, 0(s1)
        print   "shared: read() sees '"
        call    show_file
        li      t0, 'P'
        sb      t0, 0(s2)
        print   "'\nprivate: read() still sees '"
        call    show_file
        print   "', the mapping holds '"
        mv      a1, s2
        call    show_byte
        print   "'\nanonymous memory starts as "
        li      a0, 0
        li      a1, 4096
        li      a2, PROT_READ | PROT_WRITE
        li      a3, MAP_PRIVATE | MAP_ANONYMOUS
        li      a4, -1
        li      a5, 0
        system  mmap2
        lw      a0, 0(a0)
        call    print_number
        print   "\n"
        la      a0, path
        system  unlink
        exit    0

# a3 = MAP_SHARED or MAP_PRIVATE: the file's first page.
map_file:
        li      a0, 0
        li      a1, 4096
        li      a2, PROT_READ | PROT_WRITE
        mv      a4, s0
        li      a5, 0
        system  mmap2
        ret

# Prints the first byte of the file as a read call gives it.
show_file:
        addi    sp, sp, -16
        sw      ra, 12(sp)
        la      a0, path
        li      a1, O_RDONLY
        system  open
        mv      s3, a0
        la      a1, byte
        li      a2, 1
        system  read
        mv      a0, s3
        system  close
        la      a1, byte
        call    show_byte
        lw      ra, 12(sp)
        addi    sp, sp, 16
        ret

show_byte:
        li      a0, 1
        li      a2, 1
        system  write
        ret

        .include "include/print.inc"

        .section .rodata
path:   .asciz  "/tmp/page"
        .bss
byte:   .space  1
