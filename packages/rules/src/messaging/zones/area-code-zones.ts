const unitedStates = `
America/New_York=201 202 203 207 212 215 216 220 223 227 229 234 239 240 252 267 272 276 283 301 302 304 305 315 317
America/New_York=321 324 326 329 330 332 336 339 347 351 352 363 380 386 401 404 407 410 412 413 419 434 436 440 443
America/New_York=445 463 470 472 475 478 484 502 508 513 516 518 540 551 561 567 570 571 582 585 603 607 609 610 614
America/New_York=617 631 640 645 646 656 667 678 680 681 686 689 703 704 706 716 717 718 724 727 728 732 740 743 754
America/New_York=757 762 765 770 771 772 774 781 786 802 803 804 813 814 821 826 828 835 838 839 843 845 848 854 856
America/New_York=857 859 860 862 863 864 865 878 904 908 910 912 914 917 919 929 934 937 941 943 948 954 959 973 978
America/New_York=980 984
America/Detroit=231 248 269 313 517 586 616 679 734 810 947 989
America/Detroit America/Menominee=906
America/New_York America/Chicago=219 260 270 364 423 448 574 606 812 850 930
America/Chicago=205 210 214 217 218 224 225 228 235 251 254 256 262 274 281 309 312 314 316 318 319 320 325 327 331
America/Chicago=334 337 346 353 361 405 409 414 417 430 447 457 464 469 471 479 501 504 507 512 515 534 539 557 563
America/Chicago=572 573 580 601 608 612 615 618 621 629 630 636 641 651 659 660 662 682 708 712 713 715 726 729 730
America/Chicago=731 737 763 769 773 779 806 815 816 817 830 832 847 861 870 872 901 903 913 918 920 924 931 936
America/Chicago=938 940 945 952 956 972 975 979 985
America/Chicago America/Denver=308 402 432 531 605 620 701 785
America/Denver=303 307 385 406 435 505 575 719 720 801 915 970 983
America/Boise America/Los_Angeles=208 986
America/Phoenix=480 520 602 623
America/Phoenix America/Denver=928
America/Los_Angeles America/Denver=775
America/Los_Angeles America/Boise=458 541
America/Los_Angeles=206 209 213 253 279 310 323 341 350 357 360 369 408 415 424 425 442 503 509 510 530 559 562 564
America/Los_Angeles=619 626 628 650 657 661 669 702 707 714 725 738 747 760 805 818 820 831 837 840 858 909 916 925
America/Los_Angeles=949 951 971
America/Anchorage America/Adak=907
Pacific/Honolulu=808`
  .trim()
  .split('\n');

const canada = `
America/St_Johns America/Goose_Bay=709 879
America/Halifax=782 902
America/Moncton=428 506
America/Toronto=226 249 263 289 343 354 365 382 416 437 438 450 468 514 519 548 579 613 647 683 705 742 753 905 942
America/Toronto=819 873
America/Toronto America/Halifax America/Blanc-Sablon=367 418 581
America/Toronto America/Winnipeg America/Atikokan=807
America/Winnipeg=204 431 584
America/Regina America/Edmonton America/Winnipeg=306 474 639
America/Edmonton=368 403 587 780 825
America/Vancouver=604
America/Vancouver America/Edmonton America/Dawson_Creek America/Creston=236 250 257 672 778
America/Whitehorse America/Edmonton America/Inuvik America/Iqaluit America/Rankin_Inlet America/Resolute=867`
  .trim()
  .split('\n');

const others = `
America/Nassau=242
America/Barbados=246
America/Anguilla=264
America/Antigua=268
America/Tortola=284
America/St_Thomas=340
America/Cayman=345
Atlantic/Bermuda=441
America/Grenada=473
America/Grand_Turk=649
America/Jamaica=658 876
America/Montserrat=664
Pacific/Saipan=670
Pacific/Guam=671
Pacific/Pago_Pago=684
America/Lower_Princes=721
America/St_Lucia=758
America/Dominica=767
America/St_Vincent=784
America/Puerto_Rico=787 939
America/Santo_Domingo=809 829 849
America/Port_of_Spain=868
America/St_Kitts=869`
  .trim()
  .split('\n');

/**
 * Zones by area code of the North American Numbering Plan. A code that crosses a zone line lists each side.
 */
export const areaZones: ReadonlyMap<string, readonly string[]> = new Map(
  [...unitedStates, ...canada, ...others].flatMap((line) => {
    const [zones = '', codes = ''] = line.split('=');
    return codes.split(' ').map((code) => [code, zones.split(' ')] as const);
  }),
);

/** Every zone of the United States and Canada: where a toll-free or unknown code may ring. */
export const northAmericanZones: readonly string[] = [
  'America/St_Johns',
  'America/Halifax',
  'America/New_York',
  'America/Chicago',
  'America/Regina',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Whitehorse',
  'America/Anchorage',
  'America/Adak',
  'Pacific/Honolulu',
];
